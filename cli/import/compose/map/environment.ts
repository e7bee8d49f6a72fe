import type { variablesFor } from "../../../../components/databases";
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
  /** How the app is told of it. */
  variables: ReturnType<typeof variablesFor>;
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

/** Whether a variable holds what nobody is to read. */
export function isSecret(key: string, value: string): boolean {
  if (URL_WITH_PASSWORD.test(value)) return true;
  const isPlain = value === "" || /^(true|false|yes|no|\d{1,4}|\/run\/secrets\/.*)$/i.test(value);
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
      ledger.left(name, at, howToRead(database));
    } else if (databases.some(({ variables }) => Object.values(variables).includes(key))) {
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

/** What is said of a password that an app has to read elsewhere. */
export const howToRead = ({ host, variables: { urlFile, passwordFile } }: KnownDatabase) =>
  `${host} has a generated password: read the file that ${urlFile} or ${passwordFile} names, as in open(os.environ["${urlFile}"]).read()`;

/** Keys of variables that are about a database; pgAdmin has a login of its own. */
const DATABASE_KEY = /db|database|postgres|pg(?!admin)|sql|maria|redis|valkey|cache/i;

/** A value in which the parts that it names have the names that they are reached by. */
export function withHosts(value: string, parts: readonly Renamed[]): string {
  return parts.reduce(
    (text, { host, reachedBy }) => text.replace(asHost(host), `$1${reachedBy}`),
    value,
  );
}

/** Whether a value is the name of a part, or an address of it. */
export const isNamed = (value: string, host: string): boolean => asHost(host).test(value);

const asHost = (host: string) => new RegExp(`(^|//|@)${literal(host)}(?=$|[:/])`, "g");

const literal = (text: string) => text.replace(/[^\w-]/g, "\\$&");

/** Whether a variable is a database's password, or an address that would need it. */
export function isAbout(key: string, value: string, { host, passwords }: KnownDatabase): boolean {
  const address = new RegExp(`^[a-z][\\w+.-]*://([^/@]*@)?${literal(host)}([:/?]|$)`, "i");
  return (
    address.test(value) ||
    (passwords.includes(value) && SECRET_KEY.test(key) && DATABASE_KEY.test(key))
  );
}
