import { type ConnectOptions, certificatesIn } from "../../../docker/certificates";
import { type DockerHost, resolveHost } from "../../../docker/host";
import { UserError } from "../../errors";
import { conceal } from "../../resource/secrecy";
import { type AnswerMap, type PropertyMap, UNKNOWN } from "../provider";

/** The engine that a provider's configuration means, or undefined while that is not known yet. */
export function configuredHost({ host, context }: PropertyMap): DockerHost | undefined {
  // In a preview of a program that makes its own Docker host the address is not known yet.
  if (host === UNKNOWN || context === UNKNOWN) return undefined;
  if (!context) return resolveHost(typeof host === "string" ? host : undefined);
  return resolveHost(undefined, {
    ...process.env,
    DOCKER_CONTEXT: String(context),
    DOCKER_HOST: "",
  });
}

/**
 * How a provider's configuration wants its engine to be spoken to.
 *
 * @throws UserError where certificates are only half there.
 */
export function connectOptionsOf(config: PropertyMap): ConnectOptions {
  const ssh = decoded(config.sshOpts) as string[] | undefined;
  const text = (name: string) => (typeof config[name] === "string" ? config[name] : "");
  const [cert, key, ca, folder] = ["certMaterial", "keyMaterial", "caMaterial", "certPath"].map(
    text,
  );
  if (!cert && !key) return folder ? { ssh, certificates: certificatesOf(folder) } : { ssh };
  if (!cert || !key) throw new UserError("cert_material, and key_material must be specified");
  if (folder) throw new UserError("cert_path must not be specified");
  return { ssh, certificates: { cert, key, ...(ca ? { ca } : {}) } };
}

function certificatesOf(folder: string) {
  try {
    return certificatesIn(folder);
  } catch (error) {
    throw new UserError(
      `the docker provider's setting certPath: ${(error as Error).message}; accepted: a folder with ca.pem, cert.pem and key.pem`,
    );
  }
}

/**
 * A provider's configuration as the official one writes it back: JSON with its keys in order, and with
 * what HTML would take for its own escaped. Written otherwise, each engine would change what the other
 * has made. A setting with a password in it is a secret.
 */
export function asWrittenBack(config: PropertyMap): AnswerMap {
  const entries = Object.entries(config).map(([key, value]) => {
    const isText = JSON_SETTINGS.includes(key) && typeof value === "string";
    const written = isText ? inOrder(value) : value;
    return [key, key === "registryAuth" && hasPassword(written) ? conceal(written) : written];
  });
  return Object.fromEntries(entries);
}

function hasPassword(registryAuth: PropertyMap[string]): boolean {
  const entries = decoded(registryAuth);
  return Array.isArray(entries) && entries.some((entry) => entry?.password !== undefined);
}

const JSON_SETTINGS = ["registryAuth", "sshOpts"];

function inOrder(json: string): string {
  const ordered = JSON.stringify(JSON.parse(json, (_, value) => sorted(value)));
  return ordered.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A provider's settings that are not texts travel as JSON. */
export function decoded(setting: unknown): unknown {
  return typeof setting === "string" ? JSON.parse(setting) : setting;
}
