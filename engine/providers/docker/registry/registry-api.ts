import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { RegistryLogin } from "../../../../docker/credentials";
import { UserError } from "../../../errors";

/** Where an image is in a registry, and as whom to ask for it. */
export interface RegistryAccess {
  /** `https://registry.example.com` */
  base: string;
  repository: string;
  tag: string;
  login: RegistryLogin | undefined;
  /** Take any certificate. */
  insecure: boolean;
}

interface Reply {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  body: string;
}

const MANIFESTS = [
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.oci.image.index.v1+json",
].join(", ");

/** The digest of the image in its registry, or undefined when it is not there. */
export async function manifestDigest(access: RegistryAccess): Promise<string | undefined> {
  const reply = await authorized(access, "HEAD", access.tag);
  if (reply.status === 404) return undefined;
  if (reply.status === 200) return String(reply.headers["docker-content-digest"] ?? "");
  throw new UserError(
    `${access.base} answers with status ${reply.status} for ${access.repository}`,
  );
}

/** One of the images that stand behind a name of several platforms. */
export interface PlatformManifest {
  mediaType: string;
  digest: string;
  platform?: { architecture?: string; os?: string };
}

/** @throws UserError where the name is not in its registry, or is one image only. */
export async function platformManifests(access: RegistryAccess): Promise<PlatformManifest[]> {
  const { status, body } = await authorized(access, "GET", access.tag);
  const image = `${access.repository}:${access.tag}`;
  if (status === 404) throw new UserError(`there is no image ${image} in its registry`);
  if (status !== 200) {
    throw new UserError(`${access.base} answers with status ${status} for ${access.repository}`);
  }
  const { manifests } = JSON.parse(body) as { manifests?: PlatformManifest[] };
  if (manifests?.length) return manifests;
  throw new UserError(`${image} is the image of one platform, which has no list of manifests`);
}

export async function deleteManifest(access: RegistryAccess, digest: string): Promise<void> {
  const { status } = await authorized(access, "DELETE", digest);
  if ([200, 202, 404].includes(status)) return;
  const why = status === 405 ? "it does not allow deletes" : `it answers with status ${status}`;
  throw new UserError(`the registry ${access.base} refuses: ${why}`);
}

/**
 * Asks with the login itself, then, where the registry wants one, with a token for it.
 *
 * Source: https://distribution.github.io/distribution/spec/auth/token/
 */
async function authorized(
  access: RegistryAccess,
  method: string,
  reference: string,
): Promise<Reply> {
  const url = `${access.base}/v2/${access.repository}/manifests/${reference}`;
  const basic = access.login && basicAuth(access.login);
  const first = await ask(url, method, access.insecure, basic);
  const challenge = String(first.headers["www-authenticate"] ?? "");
  if (first.status !== 401 || !/^bearer /i.test(challenge)) return first;
  const token = await fetchToken(challenge, access, basic);
  return ask(url, method, access.insecure, `Bearer ${token}`);
}

async function fetchToken(challenge: string, access: RegistryAccess, basic: string | undefined) {
  const given = Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]),
  );
  const scope = given.scope || `repository:${access.repository}:*`;
  const query = new URLSearchParams({ service: given.service ?? "", scope });
  const reply = await ask(`${given.realm}?${query}`, "GET", access.insecure, basic);
  if (reply.status !== 200) {
    throw new UserError(`${access.base} does not accept the login (status ${reply.status})`);
  }
  const { token, access_token } = JSON.parse(reply.body) as {
    token?: string;
    access_token?: string;
  };
  return token ?? access_token ?? "";
}

function basicAuth({ username, password }: RegistryLogin): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

function ask(
  url: string,
  method: string,
  insecure: boolean,
  authorization?: string,
): Promise<Reply> {
  const request = url.startsWith("https:") ? requestHttps : requestHttp;
  const headers = { Accept: MANIFESTS, ...(authorization ? { Authorization: authorization } : {}) };
  return new Promise((resolve, reject) => {
    const options = { method, headers, ...(insecure ? { rejectUnauthorized: false } : {}) };
    const sent = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const body = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    sent.once("error", (error) => {
      reject(
        new UserError(`the registry at ${new URL(url).origin} does not answer: ${error.message}`),
      );
    });
    sent.end();
  });
}
