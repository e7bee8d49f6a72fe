import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Who logs in to a registry, as the Docker API takes it. */
export interface RegistryLogin {
  username: string;
  password: string;
  serveraddress: string;
}

/** The key under which the docker client keeps the login of Docker Hub. */
export const HUB_KEY = "https://index.docker.io/v1/";
const HUB_HOSTS = [
  "docker.io",
  "index.docker.io",
  "registry-1.docker.io",
  "registry.hub.docker.com",
];

interface DockerClientConfig {
  auths?: Record<string, { auth?: string; username?: string; password?: string }>;
  credHelpers?: Record<string, string>;
  credsStore?: string;
}

/** Makes the error of a file that holds no login that can be read. */
type Problem = (message: string, cause?: unknown) => Error;

const plainError: Problem = (message, cause) => new Error(message, { cause });

/** Finds logins: those of the docker provider's `registryAuth` first, then those of the docker client. */
export class Credentials {
  private readonly given = new Map<string, Record<string, unknown>>();

  constructor(
    registryAuth: unknown,
    private readonly env: NodeJS.ProcessEnv = process.env,
    private readonly problem: Problem = plainError,
  ) {
    for (const entry of Array.isArray(registryAuth) ? registryAuth : []) {
      if (isObject(entry)) this.given.set(registryOf(String(entry.address)), entry);
    }
  }

  /** The same with one more login, which comes first. */
  with(entry: { address: string; username: string; password: string }): Credentials {
    return new Credentials([...this.given.values(), entry], this.env, this.problem);
  }

  /** The login for the registry of this host, or undefined when none is known. */
  async find(host: string): Promise<RegistryLogin | undefined> {
    const entry = this.given.get(registryOf(host));
    if (!entry) return this.fromClient(host, this.clientFile());
    const { username, password, configFile, configFileContent } = entry;
    if (entry.authDisabled === true) return login(host, "username", "password");
    if (username) return login(host, String(username), String(password ?? ""));
    if (configFileContent)
      return this.fromClient(host, this.parse(String(configFileContent), "configFileContent"));
    return this.fromClient(
      host,
      configFile ? this.read(expand(String(configFile))) : this.clientFile(),
    );
  }

  private clientFile(): DockerClientConfig {
    const file = join(this.env.DOCKER_CONFIG ?? join(homedir(), ".docker"), "config.json");
    return existsSync(file) ? this.read(file) : {};
  }

  private read(file: string): DockerClientConfig {
    let text: string;
    try {
      text = readFileSync(file, "utf8");
    } catch (error) {
      const message = `${file} cannot be read, and it should hold the registry's login`;
      throw this.problem(message, error);
    }
    return this.parse(text, file);
  }

  private parse(text: string, from: string): DockerClientConfig {
    try {
      return JSON.parse(text);
    } catch {
      throw this.problem(`${from} is not valid JSON, so no registry login can be read from it`);
    }
  }

  private async fromClient(
    host: string,
    { auths = {}, credHelpers = {}, credsStore }: DockerClientConfig,
  ): Promise<RegistryLogin | undefined> {
    const keys = isHub(host)
      ? [HUB_KEY, ...HUB_HOSTS]
      : [host, `https://${host}`, `http://${host}`];
    const helper = keys.map((key) => credHelpers[key]).find(Boolean) ?? credsStore;
    if (helper) return askHelper(helper, keys[0] ?? host, host);
    for (const [key, { auth, username, password }] of Object.entries(auths)) {
      if (!keys.includes(key) && registryOf(key) !== host) continue;
      if (!auth) return username ? login(host, username, password ?? "") : undefined;
      const [name = "", ...secret] = Buffer.from(auth, "base64").toString().split(":");
      return login(host, name, secret.join(":"));
    }
    return undefined;
  }
}

/** The host of a registry's address, without scheme and path. */
export function registryOf(address: string): string {
  const host = address.replace(/^https?:\/\//, "").split("/")[0] ?? "";
  return isHub(host) ? "docker.io" : host;
}

function isHub(host: string): boolean {
  return HUB_HOSTS.includes(host);
}

function login(host: string, username: string, password: string): RegistryLogin {
  return { username, password, serveraddress: isHub(host) ? HUB_KEY : host };
}

function expand(path: string): string {
  return path.startsWith("~/") ? join(homedir(), path.slice(2)) : path;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function helperLogin(host: string, answer: string): RegistryLogin | undefined {
  try {
    const { Username, Secret } = JSON.parse(answer) as { Username: string; Secret: string };
    return login(host, Username, Secret);
  } catch {
    return undefined;
  }
}

/** Asks a credential helper of the docker client. One that knows no login says so by failing. */
function askHelper(helper: string, key: string, host: string): Promise<RegistryLogin | undefined> {
  return new Promise((resolve) => {
    const child = execFile(`docker-credential-${helper}`, ["get"], (error, stdout) => {
      if (error) return resolve(undefined);
      resolve(helperLogin(host, stdout));
    });
    // One that ends before it reads has no login, which its exit says.
    child.stdin?.on("error", () => {}).end(key);
  });
}
