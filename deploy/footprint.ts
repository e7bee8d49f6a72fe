import { nameByChance, nameOf, type StackId } from "../components/labels";
import { encryption } from "../components/platforms/swarm/network";
import type { DatabaseSettings, Settings } from "../settings";
import { supportsOf } from "../shared/platforms";
import type { PreflightArgs } from "./checks";

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

/** The files of a domain's HTTPS that have to be looked at. */
function certificateOf({ stack, domain, tls }: Settings): PreflightArgs["certificate"] {
  if (!domain || !tls) return undefined;
  const { certificate, key, caRoot } = tls;
  return { stack, domain, certificate, key, caRoot };
}

/** Roles of the app's containers that have fixed names; those behind an edge are named by chance. */
function appRoles({ platform, rollout, replicas }: Settings): string[] {
  if (rollout === "rolling") return ["edge"];
  if (replicas === 1 || supportsOf(platform).balances) return ["app"];
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
