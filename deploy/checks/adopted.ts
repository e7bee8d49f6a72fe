import type Docker from "dockerode";
import type { StackId } from "../../components";
import {
  type FormerContainersArgs,
  STAGES,
  type Stage,
  stageName,
} from "../../components/platforms/docker/former-containers";
import type { FormerContainer } from "../../components/platforms/docker/take-over";
import { orMissing } from "../../docker/missing";
import { type ClaimedPort, isOwn, ownerOfLabels } from "./conflicts";
import type { ExistingVolume } from "./existing-volumes";
import type { State } from "./recorded";

/** Containers that ran before the stack, and what is to be done about them. */
export interface Adopted {
  problems: string[];
  /** Names of those that this run is to stop. */
  stopping: ReadonlySet<string>;
  waves: FormerContainersArgs["waves"];
  /** What a preview says of them. */
  plan: string[];
}

export interface AdoptClaims extends StackId {
  /** Names of containers whose place the stack takes. */
  adopt?: readonly string[];
  existingVolumes?: readonly ExistingVolume[];
  ports: readonly Pick<ClaimedPort, "key" | "port" | "protocol">[];
}

type Inspected = Docker.ContainerInspectInfo;

/** One that is there, and why it is stopped when. */
interface Found {
  name: string;
  running: boolean;
  networks: string[];
  graceSeconds: number;
  holds: ExistingVolume[];
  ports: AdoptClaims["ports"];
}

/** A server writes its buffers back. */
const SERVER_GRACE_SECONDS = 60;
const USUAL_GRACE_SECONDS = 10;

/** Looks at the containers whose place the stack takes. */
export async function lookAtAdopted(
  docker: Pick<Docker, "getContainer">,
  claims: AdoptClaims,
  state: State,
): Promise<Adopted> {
  const recorded = recordedWaves(state);
  const wanted = [...new Set(claims.adopt ?? [])];
  const before = new Set(STAGES.flatMap((stage) => recorded[stage].flat().map(({ name }) => name)));
  const inspected = await Promise.all(
    wanted.map((name) => orMissing(docker.getContainer(name).inspect())),
  );
  const fresh: Found[] = [];
  const problems: string[] = [];
  for (const [index, name] of wanted.entries()) {
    const info = inspected[index];
    const problem = before.has(name) ? undefined : problemOf(name, info, claims);
    if (problem) problems.push(problem);
    else if (info && !before.has(name)) fresh.push(foundOf(name, info, claims));
  }
  const stages = stagesOf(fresh);
  const waves = Object.fromEntries(
    STAGES.map((stage) => [
      stage,
      [
        ...recorded[stage].map((wave) => wave.filter(({ name }) => wanted.includes(name))),
        ...wavesOf(fresh.filter((one) => stages.get(one) === stage)),
      ].filter((wave) => wave.length > 0),
    ]),
  ) as Record<Stage, FormerContainer[][]>;
  const running = fresh.filter((one) => one.running);
  return {
    problems,
    stopping: new Set(running.map(({ name }) => name)),
    waves,
    plan: planOf(fresh, stages, claims),
  };
}

/** Those that the state has as stopped, by stage. */
function recordedWaves(state: State): Record<Stage, FormerContainer[][]> {
  const of = (stage: Stage) => {
    const found = state?.find(
      ({ urn, type }) => type.endsWith(":TakeOver") && urn.endsWith(`::${stageName(stage)}`),
    );
    return (found?.outputs.waves ?? []) as FormerContainer[][];
  };
  return { data: of("data"), app: of("app"), rest: of("rest") };
}

function problemOf(
  name: string,
  info: Inspected | undefined,
  claims: AdoptClaims,
): string | undefined {
  const { stack } = claims;
  const drop = `take it out of adopt in Pulumi.${stack}.yaml`;
  if (!info) {
    return `adopt: the engine has no container ${name}; name one that docker ps -a shows, or ${drop}`;
  }
  const { Labels: labels, Image: image } = info.Config;
  if (isOwn(labels, claims)) return `adopt: the container ${name} is this stack's own; ${drop}`;
  if (labels["berth.project"] && info.State.Running) {
    return `adopt: the container ${name} belongs to ${ownerOfLabels(labels)}; destroy that one, or ${drop}`;
  }
  const service = labels["com.docker.swarm.service.name"];
  if (service !== undefined) {
    return `adopt: the container ${name} is a task of the service ${service}, which Swarm starts again; ${drop}, and stop the service: docker service scale ${service}=0`;
  }
  if (info.HostConfig.AutoRemove && info.State.Running) {
    return `adopt: the container ${name} was started with --rm, so that Docker removes it, and its unnamed volumes, when it stops; start it without --rm (docker run ... ${image}), or ${drop} and stop it yourself`;
  }
  return undefined;
}

function foundOf(name: string, info: Inspected, { existingVolumes = [], ports }: AdoptClaims) {
  const holds = existingVolumes.filter(({ volume }) =>
    info.Mounts.some((mount) => mount.Name === volume),
  );
  const isServer = holds.some(({ ofServer }) => ofServer);
  const own = (info.Config as { StopTimeout?: number }).StopTimeout ?? USUAL_GRACE_SECONDS;
  const bindings = (info.HostConfig.PortBindings ?? {}) as Record<
    string,
    { HostPort: string }[] | null
  >;
  const published = Object.entries(bindings).flatMap(([inner, all]) =>
    (all ?? []).map(({ HostPort }) => `${HostPort}/${inner.split("/")[1] ?? "tcp"}`),
  );
  return {
    name,
    running: info.State.Running,
    networks: Object.keys(info.NetworkSettings.Networks),
    graceSeconds: isServer ? Math.max(own, SERVER_GRACE_SECONDS) : own,
    holds,
    ports: ports.filter(({ port, protocol = "tcp" }) => published.includes(`${port}/${protocol}`)),
  };
}

const isServer = ({ holds }: Found) => holds.some(({ ofServer }) => ofServer);

/**
 * A server's volume and a port have one holder. Whoever works with a server is stopped before it, so that
 * none of its work is cut off.
 */
function stagesOf(fresh: readonly Found[]): Map<Found, Stage> {
  const servers = fresh.filter(isServer);
  const near = new Set(servers.flatMap(({ networks }) => networks));
  const stageOf = (one: Found): Stage => {
    if (one.networks.some((network) => near.has(network))) return "data";
    if (isServer(one) || one.ports.some(({ key }) => !key.startsWith("app."))) return "data";
    // Its files get their new owner at once.
    if (one.holds.some(({ isShared }) => !isShared)) return "data";
    return one.ports.length > 0 ? "app" : "rest";
  };
  return new Map(fresh.map((one) => [one, stageOf(one)]));
}

/** Servers last. */
function wavesOf(found: readonly Found[]): FormerContainer[][] {
  const wave = (all: readonly Found[]) =>
    all.map(({ name, graceSeconds }) => ({ name, graceSeconds }));
  return [wave(found.filter((one) => !isServer(one))), wave(found.filter(isServer))];
}

function planOf(
  fresh: readonly Found[],
  stages: ReadonlyMap<Found, Stage>,
  { stack }: AdoptClaims,
): string[] {
  if (fresh.length === 0) return [];
  const running = fresh.filter((one) => one.running);
  const lines = fresh.map((one) => `  ${one.name}: ${whenOf(one, stages.get(one) ?? "rest")}`);
  const dark = running.filter((one) => stages.get(one) !== "rest").map(({ name }) => name);
  return [
    [
      "adopt: the stack takes the place of containers that ran before it. They are stopped, never removed, and Docker does not start them again with its own next start:",
      ...lines,
      ...(dark.length > 0 ? ["Nobody answers from their stop until the new app is healthy."] : []),
      `To go back to them after the up: ${wayBackOf(stack)}`,
    ].join("\n"),
  ];
}

export const wayBackOf = (stack: string): string => `./pulumiw import undo --stack ${stack}`;

function whenOf({ running, holds, ports }: Found, stage: Stage): string {
  const takes = [
    ...holds.map(({ key, volume }) => `its volume ${volume} becomes ${key}`),
    ...ports.map(({ key, port }) => `its port ${port} becomes ${key}`),
  ];
  const ownsFiles = holds.some(({ ofServer, isShared }) => !ofServer && !isShared);
  const when = {
    data: ownsFiles
      ? "stopped before its files get their new owner"
      : "stopped before the new servers start",
    app: "stopped before the new app starts",
    rest: "stopped once the new containers are healthy",
  }[stage];
  return [running ? when : "stopped already", ...takes].join("; ");
}
