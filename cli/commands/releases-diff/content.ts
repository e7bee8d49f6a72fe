import { createHash } from "node:crypto";
import type { LightClient } from "../../../docker/light-client";
import { writtenChunks } from "../../../docker/written-lines";
import { ofStack } from "../engine";

/** What a release is made of, each by its name. */
export interface Content {
  settings: Record<string, string>;
  /** Versions; undefined where the image runs no Python. */
  packages: Record<string, string> | undefined;
  /** Mode and digest of the app's files. */
  files: Record<string, string>;
  /** Where the app is. */
  folder: string;
}

export interface Change {
  kind: "added" | "removed" | "changed";
  name: string;
  from?: string;
  to?: string;
}

/** What two lists do not share, by name. Pure. */
export function changes(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Change[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name): Change[] => {
    const [from, to] = [before[name], after[name]];
    if (from === to) return [];
    if (from === undefined) return [{ kind: "added", name, to }];
    if (to === undefined) return [{ kind: "removed", name, from }];
    return [{ kind: "changed", name, from, to }];
  });
}

interface ImageConfig {
  Env?: string[] | null;
  Cmd?: string[] | null;
  Entrypoint?: string[] | null;
  User?: string;
  WorkingDir?: string;
  ExposedPorts?: Record<string, unknown> | null;
  Volumes?: Record<string, unknown> | null;
  Labels?: Record<string, string> | null;
  StopSignal?: string;
}

/** What an image says of how it runs. Pure. */
export function settingsOf(config: ImageConfig): Record<string, string> {
  const variables = (config.Env ?? []).map((line) => {
    const at = line.indexOf("=");
    return [`ENV ${line.slice(0, at)}`, line.slice(at + 1)] as const;
  });
  const labels = Object.entries(config.Labels ?? {})
    // A digest of the context, which is another one in each release.
    .filter(([name]) => name !== "berth.content")
    .map(([name, value]) => [`LABEL ${name}`, value] as const);
  const others = {
    CMD: config.Cmd?.length ? JSON.stringify(config.Cmd) : "",
    ENTRYPOINT: config.Entrypoint?.length ? JSON.stringify(config.Entrypoint) : "",
    USER: config.User ?? "",
    WORKDIR: config.WorkingDir ?? "",
    EXPOSE: Object.keys(config.ExposedPorts ?? {}).join(" "),
    VOLUME: Object.keys(config.Volumes ?? {}).join(" "),
    STOPSIGNAL: config.StopSignal ?? "",
  };
  const given = Object.entries(others).filter(([, value]) => value !== "");
  return Object.fromEntries([...variables, ...labels, ...given]);
}

/** Prints each package and its version. */
const LIST = `import importlib.metadata as m
for d in m.distributions(): print(d.metadata["Name"].lower(), d.version)`;

/** Looks into an image, by a container of it that reaches no network and goes at once. */
export async function contentOf(
  client: LightClient,
  image: string,
  id: { project: string; stack: string },
): Promise<Content> {
  const { Config: config } = await client.ask<{ Config: ImageConfig }>(
    "GET",
    `/images/${image}/json`,
  );
  const folder = config.WorkingDir || "/app";
  const [project, stack] = ofStack(id).label.map((label) => label.split("=")[1]);
  const { Id: container } = await client.ask<{ Id: string }>("POST", "/containers/create", {
    body: {
      Image: image,
      Entrypoint: ["python3", "-c", LIST],
      Cmd: [],
      Healthcheck: { Test: ["NONE"] },
      Labels: { "berth.project": project, "berth.stack": stack, "berth.role": "release-diff" },
      HostConfig: { NetworkMode: "none" },
    },
  });
  try {
    const packages = await packagesIn(client, container);
    const files = await filesIn(client, container, folder);
    return { settings: settingsOf(config), packages, files, folder };
  } finally {
    await client.ask("DELETE", `/containers/${container}`, { query: { force: true, v: true } });
  }
}

async function packagesIn(
  client: LightClient,
  container: string,
): Promise<Record<string, string> | undefined> {
  try {
    const ended = client.ask<{ StatusCode: number }>("POST", `/containers/${container}/wait`, {
      query: { condition: "next-exit" },
    });
    ended.catch(() => {});
    await client.ask("POST", `/containers/${container}/start`);
    if ((await ended).StatusCode !== 0) return undefined;
    const log = await client.stream(`/containers/${container}/logs`, { query: { stdout: true } });
    let text = "";
    for await (const { chunk } of writtenChunks(log, false)) text += chunk.toString();
    return Object.fromEntries(
      text.split("\n").flatMap((line) => {
        const [name, version] = line.split(" ");
        return name && version ? [[name, version]] : [];
      }),
    );
  } catch {
    return undefined;
  }
}

async function filesIn(
  client: LightClient,
  container: string,
  path: string,
): Promise<Record<string, string>> {
  const { extract } = await import("tar-stream");
  const archive = await client.stream(`/containers/${container}/archive`, { query: { path } });
  const entries = archive.pipe(extract());
  archive.on("error", (error) => entries.destroy(error));
  const files: Record<string, string> = {};
  for await (const entry of entries) {
    const { name, type, mode = 0, linkname } = entry.header;
    const digest = createHash("sha1");
    for await (const chunk of entry) digest.update(chunk as Buffer);
    // The first part is the folder's own name.
    const file = name.slice(name.indexOf("/") + 1);
    if (type === "directory" || file === "" || /(^|\/)__pycache__\//.test(file)) continue;
    files[file] = `${mode.toString(8)} ${linkname ?? digest.digest("hex")}`;
  }
  return files;
}
