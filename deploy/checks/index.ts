import { statSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import type Docker from "dockerode";
import type { MissingVolume } from "../../components/platforms/docker/data-name";
import { connectToAsk } from "../../docker/connect";
import { isLocal } from "../../docker/host";
import { folderProblem } from "../../docker/host-folder";
import { isPreview } from "../../shared/preview";
import { shellWord } from "../../shared/shell-word";
import { userError } from "../../shared/user-error";
import { userName } from "../../shared/user-name";
import { type Adopted, lookAtAdopted } from "./adopted";
import { bindProblems } from "./binds";
import { certificateProblems } from "./certificate";
import {
  conflicts,
  hostNameProblems,
  leftContainers,
  plainName,
  takeover,
  takeoverFromSwarm,
  unclaimedVolumes,
  volumeConflicts,
} from "./conflicts";
import { tooManyCpus } from "./cpus";
import { leftOnAnotherNode } from "./data-node";
import { addressError, engineError } from "./engine-error";
import { existingVolumeProblems } from "./existing-volumes";
import { loginProblems } from "./login";
import { lostState } from "./lost-state";
import { missingData, wasThere } from "./missing-data";
import { networkConflicts } from "./networks";
import { dataElsewhere } from "./other-engine";
import { podmanError } from "./podman";
import type { PreflightArgs } from "./preflight-args";
import { serverConfigProblems } from "./server-config";
import { isTask, type ListedService, otherPlatform, serviceConflicts } from "./services";
import { nameStandIns } from "./stand-ins";
import { unwellContainers } from "./stopped";
import { lookAtSwarm, managerProblem } from "./swarm";
import type { Swarm, SwarmInfo } from "./swarm-claims";
import { takenByProcesses } from "./taken-ports";

/** What is worth knowing of the engine that answered. */
export interface Engine {
  /** `linux/amd64` and the like, as builds name it. */
  platform: string;
  /** The Swarm that it manages, where the stack wants one. */
  swarm?: Swarm;
  /** Ids of its containers, services and networks, and names of its volumes. */
  known: ReadonlySet<string>;
  /** The stack's data volumes that it does not have; none that another node of the Swarm would have. */
  missing: MissingVolume[];
  /** The containers that ran before it. */
  adopted?: Adopted;
}

/**
 * Looks at everything that would make an `up` fail half-way, before anything is created: the engine,
 * the registry's login, names and ports.
 *
 * @param limitMs how long the engine has for each answer; half a minute if not given.
 * @throws pulumi.RunError with everything that is wrong.
 */
export async function preflight(args: PreflightArgs, limitMs?: number): Promise<Engine> {
  const wrong = addressError(args.host);
  if (wrong) throw userError(wrong);
  const docker = connectToAsk(args.host.address, limitMs);
  const answered = <T>(asked: Promise<T>): Promise<T> =>
    asked.catch((error) => {
      throw userError(engineError(args.host, error, userName(), args.stack));
    });
  const [containers, { Volumes: volumes }, networks, version, info] = await answered(
    Promise.all([
      docker.listContainers({ all: true }),
      docker.listVolumes(),
      docker.listNetworks(),
      docker.version(),
      docker.info(),
    ]),
  );
  const podman = podmanError(args.host, version, args.stack);
  if (podman) throw userError(podman);
  const [found, services] = await answered(
    Promise.all([
      lookAtNodes(docker, args, info.Swarm),
      info.Swarm?.ControlAvailable ? docker.listServices() : [],
    ]),
  );
  const state = await args.state;
  const lost = lostState(
    args,
    args.host.address,
    { containers, services: services as ListedService[] },
    state,
    () => args.stateCopies?.() ?? {},
  );
  // Whatever else is in the way belongs to the stack that runs.
  if (lost.length > 0) throw userError(lost.join("\n"));
  const unclaimed = unclaimedVolumes(args, volumes, containers, state);
  const adopted = await answered(lookAtAdopted(docker, args, state));
  // What this run stops is in nobody's way.
  const staying = containers.filter((one) => !adopted.stopping.has(plainName(one)));
  const isNode = info.Swarm?.LocalNodeState === "active";
  const problems = [
    ...found.problems,
    // On a Swarm the label of a node says where the data is.
    ...(found.swarm?.data ? [] : dataElsewhere(args, args.host, volumes, state)),
    ...otherPlatform(args, args.swarm !== undefined, containers, services as ListedService[]),
    ...(args.swarm ? serviceConflicts(args, services as ListedService[]) : []),
    ...(args.swarm ? [] : hostNameProblems(args)),
    // What a service has its containers have, too.
    ...conflicts(args, args.swarm ? staying.filter((one) => !isTask(one)) : staying),
    ...(args.swarm ? [] : leftContainers(args, containers, state)),
    ...networkConflicts(args, networks, state),
    ...volumeConflicts(args, volumes, containers),
    ...(isNode ? [] : unclaimed.map(takeover)),
    ...existingVolumeProblems(args, volumes, staying, found.swarm),
    ...adopted.problems,
    ...remoteBind(args),
    ...folderProblems(args),
    ...backupFolderProblems(args),
    ...bindProblems(args),
    ...(args.certificate ? certificateProblems(args.certificate) : []),
    ...(args.serverConfigs ?? []).flatMap((config) => serverConfigProblems(config, args.stack)),
    ...(await takenByProcesses(docker, args, containers, services as ListedService[])),
    ...(await loginProblems(docker, args)),
    ...tooManyCpus(args, found.swarm, info.NCPU),
  ];
  if (problems.length > 0) throw userError(problems.join("\n"));
  const taken = isNode ? unclaimed.map(takeoverFromSwarm) : [];
  for (const warning of [...found.warnings, ...taken]) pulumi.log.warn(warning);
  await nameStandIns(docker, args.images, found.swarm?.nodes.length ?? 1);
  if (isPreview()) for (const line of adopted.plan) pulumi.log.info(line);
  const unwell = await answered(unwellContainers(docker, args, containers));
  for (const line of unwell) pulumi.log.warn(line);
  const dataNode = found.swarm?.data?.node.ID;
  const isElsewhere = dataNode !== undefined && dataNode !== found.swarm?.node;
  return {
    platform: `${version.Os}/${version.Arch}`,
    swarm: found.swarm,
    known: new Set([
      ...containers.map(({ Id }) => Id),
      ...services.map(({ ID }) => ID),
      ...networks.map(({ Id }) => Id),
      ...volumes.map(({ Name }) => Name),
    ]),
    adopted,
    missing: isElsewhere ? [] : missingData(args, volumes).filter(wasThere(state)),
  };
}

/** Looks at the Swarm that the stack wants, if it does. */
async function lookAtNodes(
  docker: Docker,
  args: PreflightArgs,
  info: SwarmInfo | undefined,
): Promise<{ problems: string[]; warnings: string[]; swarm?: Swarm }> {
  if (!args.swarm) return { problems: await leftOnTheSwarm(docker, args, info), warnings: [] };
  const problem = managerProblem(info, args);
  if (problem) return { problems: [problem], warnings: [] };
  return lookAtSwarm(docker, args.swarm, args, info?.NodeID ?? "");
}

/** What a Swarm has of a stack that this engine is to run alone; any manager of it knows. */
async function leftOnTheSwarm(
  docker: Docker,
  args: PreflightArgs,
  info: SwarmInfo | undefined,
): Promise<string[]> {
  if (!args.data?.length || !info?.ControlAvailable) return [];
  return leftOnAnotherNode(args, await docker.listNodes(), info.NodeID ?? "");
}

/** The rule for the setting `host`, for an engine that the environment chose. */
function remoteBind({ host, bindSource, stack }: PreflightArgs): string[] {
  if (!bindSource || isLocal(host)) return [];
  return [
    `source: bind mounts a folder of this machine, which the engine at ${host.address} (${host.from}) does not see; bake the source into the image: pulumi config set --stack ${stack} source image`,
  ];
}

function folderProblems({ folders = [], host, stack }: PreflightArgs): string[] {
  return folders.flatMap(({ key, path }) => {
    if (!isLocal(host)) {
      return `${key}: the engine at ${host.address} (${host.from}) does not see the folders of this machine; deploy to a local one`;
    }
    const problem = folderProblem(path);
    const other = `set another one: pulumi config set --stack ${stack} --path ${key} FOLDER`;
    return problem ? `${key}: ${problem}, or ${other}` : [];
  });
}

function backupFolderProblems({ backupFolder, host, stack }: PreflightArgs): string[] {
  if (backupFolder === undefined) return [];
  const other = `keep the backups in a volume: pulumi config set --stack ${stack} --path backup.to volume`;
  if (!isLocal(host)) {
    return [
      `backup.to: the engine at ${host.address} (${host.from}) does not see the folders of this machine; ${other}`,
    ];
  }
  if (statSync(backupFolder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return [
    `backup.to: there is no folder ${backupFolder}; make it: mkdir -p ${shellWord(backupFolder)}, or ${other}`,
  ];
}
