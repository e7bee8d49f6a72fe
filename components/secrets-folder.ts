/** Where containers find their secrets. */
export const SECRETS_FOLDER = "/run/secrets";
