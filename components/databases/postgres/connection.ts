import type { AccessVariables } from "../engine";
import { type Login, loginUrl } from "../login";

export const PORT = 5432;

/** The environment variables by which an app finds its database. */
export const VARIABLES: AccessVariables = {
  host: "POSTGRES_HOST",
  port: "POSTGRES_PORT",
  user: "POSTGRES_USER",
  database: "POSTGRES_DB",
  passwordFile: "POSTGRES_PASSWORD_FILE",
  urlFile: "DATABASE_URL_FILE",
};

export const urlOf = (login: Login) => loginUrl("postgresql", PORT, login);
