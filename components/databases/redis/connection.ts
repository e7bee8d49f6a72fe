import type * as pulumi from "@pulumi/pulumi";
import type { AccessVariables } from "../engine";

export const PORT = 6379;

/** The environment variables by which an app finds its Redis. */
export const VARIABLES: AccessVariables = {
  host: "REDIS_HOST",
  port: "REDIS_PORT",
  passwordFile: "REDIS_PASSWORD_FILE",
  urlFile: "DATABASE_URL_FILE",
};

export interface Login {
  host: string;
  /** A secret. */
  password: pulumi.Output<string>;
}

export const urlOf = ({ host, password }: Login): pulumi.Output<string> =>
  password.apply((secret) => `redis://:${secret}@${host}:${PORT}/0`);
