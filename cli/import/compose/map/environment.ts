import type { ComposeService } from "../read/model";
import { type Ledger, Secret } from "./plan";

/** A part of the stack that has another name here than in Compose, as variables speak of it. */
export interface Renamed {
  /** As Compose calls it. */
  host: string;
  /** The name of its container, by which others reach it. */
  reachedBy: string;
}

/** A database of the stack, as variables speak of it. */
export interface KnownDatabase extends Renamed {
  /** The first part of its variables: `DB` of `DB_HOST`. */
  prefix: string;
  /** Passwords that Compose gives it. */
  passwords: readonly string[];
}

export interface SplitEnvironment {
  plain: Record<string, string>;
  secret: Record<string, Secret>;
}

const SECRET_KEY =
  /(pass(word|wd|phrase)?|secret|token|api_?key|private_?key|access_?key|credentials?|salt)s?($|_)/i;
const NOT_SECRET =
  /(_FILE|_PATH|_URL|_EXPIRE\w*|_TTL|_LENGTH|_NAME|_HEADER|_ALGORITHM|_LIFETIME|_MINUTES|_DAYS)$/i;
const URL_WITH_PASSWORD = /^[a-z][\w+.-]*:\/\/[^/@\s:]*:[^/@\s]+@/i;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** What Berth tells an app of a database, by the ends of the variables' names. */
const GIVEN = ["HOST", "PORT", "USER", "DB", "DATABASE", "NAME", "PASSWORD_FILE", "URL_FILE"];

/** Whether a variable holds what nobody is to read. */
export function isSecret(key: string, value: string): boolean {
  if (URL_WITH_PASSWORD.test(value)) return true;
  const isPlain = value === "" || /^(true|false|yes|no|\d{1,4})$/i.test(value);
  return SECRET_KEY.test(key) && !NOT_SECRET.test(key) && !isPlain;
}

/**
 * A service's variables: those that are no secrets, and those that are. What names a database's
 * password is left out, as the stack's databases have generated ones.
 */
export function splitEnvironment(
  name: string,
  { environment = {} }: ComposeService,
  to: { plain: string; secret: string },
  databases: readonly KnownDatabase[],
  ledger: Ledger,
): SplitEnvironment {
  const split: SplitEnvironment = { plain: {}, secret: {} };
  for (const [key, value] of Object.entries(environment)) {
    const at = `environment.${key}`;
    const database = databases.find((one) => isAbout(key, value, one));
    if (key.startsWith("COMPOSE_")) {
      ledger.left(name, at, "it is for Compose itself; nothing is to be done");
    } else if (!NAME.test(key))
      ledger.left(name, at, "a variable's name has letters, digits and underscores; rename it");
    else if (database) {
      ledger.left(
        name,
        at,
        `${database.host} has a generated password: read the file that ${database.prefix}_URL_FILE or ${database.prefix}_PASSWORD_FILE names, as in open(os.environ["${database.prefix}_URL_FILE"]).read()`,
      );
    } else if (databases.some(({ prefix }) => GIVEN.some((end) => key === `${prefix}_${end}`))) {
      ledger.left(name, at, "Berth gives this variable");
    } else if (isSecret(key, value)) {
      split.secret[key] = new Secret(value);
      ledger.carried(name, at, `${to.secret}.${key}`, "encrypted");
    } else {
      const text = withHosts(value, databases);
      split.plain[key] = text;
      ledger.carried(name, at, `${to.plain}.${key}`, text === value ? undefined : `as ${text}`);
    }
  }
  return split;
}

/** A value in which the parts that it names have the names that they are reached by. */
export function withHosts(value: string, parts: readonly Renamed[]): string {
  return parts.reduce(
    (text, { host, reachedBy }) =>
      text.replace(new RegExp(`(^|//|@)${literal(host)}(?=$|[:/])`, "g"), `$1${reachedBy}`),
    value,
  );
}

const literal = (text: string) => text.replace(/[^\w-]/g, "\\$&");

/** Whether a variable is a database's password, or an address that would need it. */
export function isAbout(key: string, value: string, { host, passwords }: KnownDatabase): boolean {
  const address = new RegExp(`^[a-z][\\w+.-]*://([^/@]*@)?${literal(host)}([:/?]|$)`, "i");
  return address.test(value) || (passwords.includes(value) && SECRET_KEY.test(key));
}
