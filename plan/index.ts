import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { AppImageArgs, BackupArgs, CertificateSource, HttpsArgs } from "../components";
import { nameByChance, nameOf, type StackId } from "../components/labels";
import type { SwarmOptions } from "../components/swarm/options";
import { encryption } from "../components/swarm/overlay";
import { type DockerHost, isLocal } from "../docker/host";
import type { Engine, PreflightArgs } from "../preflight";
import type { DatabaseSettings, PublishedPort, Settings, TlsSettings } from "../settings";
import { hostAndPort } from "../settings/ports";

/** What the settings say of a Swarm, without what has to be looked up there. */
type SwarmPlan = Omit<SwarmOptions, "node" | "data"> & { encrypted: boolean };

type BackupPlan = Pick<BackupArgs, "schedule" | "keep" | "folder" | "limits">;

/** Everything that the app's image is built from. */
export function imageArgsOf(settings: Settings, engine: Pick<Engine, "platform">): AppImageArgs {
  const { project, stack, app, build, registry } = settings;
  return {
    ...app,
    ...build,
    id: { project, stack },
    imageName: app.name,
    platform: build.platform ?? engine.platform,
    buildArgs: buildArgsOf(settings),
    registry,
  };
}

/** The build arguments that stand for settings, with those of `app.buildArgs` on top. */
export function buildArgsOf({ app, build, images }: Settings): Record<string, string> {
  const args = {
    PYTHON_IMAGE: images.python,
    PIP_INDEX_URL: build.pipIndexUrl,
    PIP_TRUSTED_HOST: build.pipTrustedHost,
    APT_MIRROR: build.aptMirror,
    ...app.buildArgs,
  };
  return Object.fromEntries(
    Object.entries(args).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The folder that is mounted for live reload, with its owner as the user; nothing without a mount. */
export function bindOf({ source, app }: Settings): { bindSource?: string; user?: string } {
  if (source !== "bind") return {};
  const bindSource = resolve(app.context);
  return { bindSource, user: app.user ?? bindOwner(bindSource) };
}

/**
 * `UID:GID` of a folder's owner: what a container writes into it then belongs to the developer.
 * Undefined for a folder that is not there, which is told where the build is planned.
 */
export function bindOwner(folder: string): string | undefined {
  const owner = statSync(folder, { throwIfNoEntry: false });
  return owner && `${owner.uid}:${owner.gid}`;
}

/** How backups are made, with the owner of their folder as the user; undefined where there are none. */
export function backupOf({ backup }: Settings): BackupPlan | undefined {
  if (!backup) return undefined;
  const { folder: path, ...rest } = backup;
  // A folder that is not there, preflight has refused.
  const folder = path === undefined ? undefined : { path, owner: bindOwner(path) ?? "0:0" };
  return { ...rest, folder };
}

/**
 * How the app's domain is served, with the files that a look ahead has found well; nothing without a
 * domain.
 */
export function httpsOf({ domain, tls, app }: Settings): HttpsArgs | undefined {
  const { httpsPort: port } = app;
  return domain && tls && port ? { domain, port, certificate: sourceOf(tls) } : undefined;
}

function sourceOf({ issuer, email, ca, caRoot, certificate, key }: TlsSettings): CertificateSource {
  if (certificate && key) {
    return { from: "files", certificate: read(certificate), key: read(key) };
  }
  if (issuer === "internal") return { from: "internal" };
  return { from: "acme", email, directory: ca, root: caRoot && read(caRoot) };
}

const read = (file: string) => readFileSync(file, "utf8");

/** Where a person reaches a published port; on a loopback address, from the engine's own machine. */
export function urlOf(host: DockerHost, { address, port }: PublishedPort): string {
  const machine = isLocal(host)
    ? "localhost"
    : new URL(host.address).hostname.replace(/^\[|\]$/g, "");
  const names: Record<string, string> = {
    "0.0.0.0": machine,
    "::": machine,
    "127.0.0.1": "localhost",
    // The end of the tunnel.
    ...(!isLocal(host) && { "::1": "localhost" }),
  };
  return `http://${hostAndPort({ address: names[address] ?? address, port })}`;
}

/** How a person reaches a port of a server's loopback address; undefined for any other. */
export function tunnelTo(host: DockerHost, published: PublishedPort): string | undefined {
  const { address, port } = published;
  if (!host.address.startsWith("ssh:") || !["127.0.0.1", "::1"].includes(address)) return undefined;
  const server = new URL(host.address);
  const words = ["ssh", "-L", `${port}:${hostAndPort(published)}`];
  if (server.port) words.push("-p", server.port);
  return [
    ...words,
    server.username ? `${server.username}@${server.hostname}` : server.hostname,
  ].join(" ");
}

/**
 * Everything that the stack is about to use on the engine and outside of it.
 *
 * @param ownVolumes roles of volumes that its program makes itself.
 */
export function claimsOf(
  settings: Settings,
  ownVolumes: readonly string[] = [],
): Omit<PreflightArgs, "host" | "bindSource"> {
  const { project, stack, app, database, backup, images, limits, registry } = settings;
  const id = { project, stack };
  const roles = appRoles(settings);
  return {
    ...id,
    names: [...roles, ...(database ? ["database"] : []), ...(backup ? ["backup"] : [])].map(
      (role) => nameOf(id, role),
    ),
    hostNames: hostNames(id, settings),
    ports: [
      ...(app.port ? [{ key: "app.port", ...app.port }] : []),
      ...(app.httpsPort ? [{ key: "app.httpsPort", ...app.httpsPort }] : []),
      ...(database?.port ? [{ key: "database.port", ...database.port }] : []),
    ],
    volumes: [...volumeRoles(settings), ...ownVolumes].map((role) => nameOf(id, role)),
    networks: networkNames(id, settings),
    data: [...dataRoles(settings), ...ownVolumes].map((role) => nameOf(id, role)),
    kept: database?.keepData ? [nameOf(id, `${database.engine}-data`)] : [],
    backupFolder: backup?.folder,
    serverConfig:
      database?.config === undefined ? undefined : withConfig(database, database.config),
    images: [
      ...(settings.release ? [] : [app.image ?? images.python]),
      ...(database ? [database.image] : []),
      ...(roles.includes("app") ? [] : [images.caddy]),
    ],
    cpus: [
      { key: "limits.cpus", cpus: limits.cpus ?? 0 },
      { key: "database.limits.cpus", cpus: database?.limits.cpus ?? 0, withData: true },
      { key: "backup.limits.cpus", cpus: backup?.limits.cpus ?? 0, withData: true },
    ],
    certificate: certificateOf(settings),
    swarm: swarmClaimsOf(settings),
    // Base images may be of a registry that nothing is pushed to.
    registry: registry && { ...registry, isTried: registry.push || app.image !== undefined },
  };
}

const withConfig = ({ engine }: DatabaseSettings, config: string) => ({ engine, config });

/** What is wanted of a Swarm; nothing where the stack is for one engine. */
function swarmClaimsOf(settings: Settings): PreflightArgs["swarm"] {
  const { platform, swarm, app, registry, database, tls } = settings;
  if (platform !== "swarm") return undefined;
  return {
    publishMode: swarm.publishMode,
    room: roomOf(settings),
    fromRegistry: app.image !== undefined || registry?.push === true,
    keepData: database?.keepData === true || tls?.issuer !== undefined,
    hasBackups: settings.backup !== undefined,
    dataNode: database?.node,
  };
}

/** What the app's tasks ask of the nodes. */
function roomOf({ replicas, rollout, app, swarm }: Settings) {
  const startsFirst = rollout === "rolling";
  const { maxReplicas, reservations, publishMode } = swarm;
  const hasNodesPort = !startsFirst && publishMode === "host" && app.port !== undefined;
  return { replicas, startsFirst, hasNodesPort, maxReplicas, reservations };
}

/** How the stack runs on the Swarm that was found; undefined where it is for one engine. */
export function swarmOf({ platform, swarm }: Settings): SwarmPlan | undefined {
  if (platform !== "swarm") return undefined;
  const { update, ...rest } = swarm;
  return { ...rest, update: { parallelism: update.parallelism, delaySeconds: update.delay } };
}

/** The files of a domain's HTTPS that have to be looked at. */
function certificateOf({ stack, domain, tls }: Settings): PreflightArgs["certificate"] {
  if (!domain || !tls) return undefined;
  const { certificate, key, caRoot } = tls;
  return { stack, domain, certificate, key, caRoot };
}

/** Roles of the app's containers that have fixed names; those behind an edge are named by chance. */
function appRoles({ platform, rollout, replicas }: Settings): string[] {
  if (rollout === "rolling") return ["edge"];
  if (replicas === 1 || platform === "swarm") return ["app"];
  return ["balancer", ...Array.from({ length: replicas }, (_, index) => `app-${index + 1}`)];
}

/** Names that others look up; of several containers of the app the longest. */
function hostNames(id: StackId, { database, rollout, replicas }: Settings): string[] {
  const app = `app-${replicas}`;
  const behindAnEdge = rollout === "rolling" ? [nameByChance(id, app)] : [];
  const behindABalancer = rollout !== "rolling" && replicas > 1 ? [nameOf(id, app)] : [];
  return [...behindAnEdge, ...behindABalancer, ...(database ? [nameOf(id, "database")] : [])];
}

/** The networks that the containers of a stack are on. */
function networkNames(id: StackId, { platform, swarm, database, hardening }: Settings): string[] {
  const parts = platform === "swarm" ? encryption({ encrypted: swarm.encrypted }).parts : [];
  const ofData = database && hardening.internalNetwork ? [nameOf(id, "data", ...parts)] : [];
  return [nameOf(id, ...parts), ...ofData];
}

/** Roles of the volumes with fixed names that a stack may come to have. */
function volumeRoles({ rollout, domain, database, backup }: Settings): string[] {
  const ofTheApp = [
    ...(rollout === "rolling" ? ["routes"] : []),
    ...(domain ? ["certificates", "edge-secrets"] : []),
  ];
  if (!database) return ofTheApp;
  const backups = backup ? ["backup-secrets", ...(backup.folder ? [] : ["backups"])] : [];
  return [...ofTheApp, "database-secrets", `${database.engine}-data`, ...backups];
}

/** Roles of those whose content cannot be made again. */
function dataRoles({ database, backup, tls }: Settings): string[] {
  return [
    ...(database ? [`${database.engine}-data`] : []),
    ...(backup && !backup.folder ? ["backups"] : []),
    ...(tls?.issuer ? ["certificates"] : []),
  ];
}
