import { SECRETS_FOLDER } from "../../secrets-folder";

/** Logs in as the app does. While it loads its data, Redis answers with an error. */
export const HEALTH_TEST = [
  "CMD-SHELL",
  `REDISCLI_AUTH="$(cat ${SECRETS_FOLDER}/password)" redis-cli ping | grep PONG`,
];
