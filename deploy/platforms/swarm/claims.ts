import type { SwarmOptions } from "../../../components/platforms/swarm/options";
import type { Settings } from "../../../settings";
import type { CapacityClaims } from "./capacity";

/** What a stack wants of a Swarm. */
export interface SwarmClaims {
  /** How it runs there, without what has to be looked up. */
  options: Omit<SwarmOptions, "node" | "data">;
  /** What the app's tasks ask of the nodes. */
  room: Omit<CapacityClaims, "stack">;
  /** Whether every node can have the app's image from a registry. */
  fromRegistry: boolean;
  /** Whether volumes with data stay when the stack goes. */
  keepData: boolean;
  /** Whether backups of them are made. */
  hasBackups: boolean;
  /** Host name of the node that is to have them. */
  dataNode?: string;
  /**
   * The setting that says so.
   *
   * @default "database.node"
   */
  dataNodeKey?: string;
}

/** What the settings want of a Swarm. */
export function swarmClaimsOf(settings: Settings): SwarmClaims {
  const { app, registry, tls } = settings;
  const { update, ...others } = settings.swarm;
  const databases = Object.values(settings.databases);
  const placed = databases.find(({ node }) => node !== undefined);
  const volumes = Object.values(app.volumes);
  return {
    options: {
      ...others,
      update: { parallelism: update.parallelism, delaySeconds: update.delay },
    },
    room: roomOf(settings),
    fromRegistry: app.image !== undefined || registry?.push === true,
    keepData:
      databases.some(({ keepData }) => keepData) ||
      tls?.issuer !== undefined ||
      volumes.some(({ keepData, volume }) => keepData || volume !== undefined),
    hasBackups: settings.backup !== undefined,
    dataNode: placed?.node,
    dataNodeKey: `${(placed ?? databases[0])?.key ?? "database"}.node`,
  };
}

/** What the app's tasks ask of the nodes. */
function roomOf({ replicas, rollout, app, swarm }: Settings): SwarmClaims["room"] {
  const isOnlyOne = Object.values(app.volumes).some(({ singleWriter }) => singleWriter);
  const startsFirst = rollout === "rolling" && !isOnlyOne;
  const { maxReplicas, reservations, publishMode } = swarm;
  const hasNodesPort = !startsFirst && publishMode === "host" && app.port !== undefined;
  return { replicas, startsFirst, hasNodesPort, maxReplicas, reservations };
}
