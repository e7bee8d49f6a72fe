import type { AccessVariables } from "../engine";
import { type Login, loginUrl } from "../login";

export const PORT = 3306;

/** The environment variables by which an app finds its database. */
export const VARIABLES: AccessVariables = {
  host: "MYSQL_HOST",
  port: "MYSQL_PORT",
  user: "MYSQL_USER",
  database: "MYSQL_DATABASE",
  passwordFile: "MYSQL_PASSWORD_FILE",
  urlFile: "DATABASE_URL_FILE",
};

export const urlOf = (login: Login) => loginUrl("mysql", PORT, login);
