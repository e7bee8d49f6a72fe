import { statSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import type { MissingVolume } from "../../components/platforms/docker/data-name";
import { connectToAsk } from "../../docker/connect";
import { isLocal } from "../../docker/host";
import { folderProblem } from "../../docker/host-folder";
import { isPreview } from "../../shared/preview";
import { shellWord } from "../../shared/shell-word";
import { userError } from "../../shared/user-error";
import { userName } from "../../shared/user-name";
import { checkEngine } from "../platforms/docker/check";
import type { Findings } from "../platforms/platform";
import { type Adopted, lookAtAdopted } from "./adopted";
import { bindProblems } from "./binds";
import { certificateProblems } from "./certificate";
import { plainName, unclaimedVolumes, volumeConflicts } from "./conflicts";
import { tooManyCpus } from "./cpus";
import { addressError, engineError } from "./engine-error";
import { existingVolumeProblems } from "./existing-volumes";
import { loginProblems } from "./login";
import { lostState } from "./lost-state";
import { missingData, wasThere } from "./missing-data";
import { networkConflicts } from "./networks";
import { podmanError } from "./podman";
import type { PreflightArgs } from "./preflight-args";
import { serverConfigProblems } from "./server-config";
import type { ListedService } from "./services";
import { nameStandIns } from "./stand-ins";
import { unwellContainers } from "./stopped";
import { takenByProcesses } from "./taken-ports";

/** What is worth knowing of the engine that answered. */
export interface Engine {
  /** `linux/amd64` and the like, as builds name it. */
  platform: string;
  /** Makes what the stack's parts are made on. */
  open: Findings["open"];
  /** Ids of its containers, services and networks, and names of its volumes. */
  known: ReadonlySet<string>;
  /** The stack's data volumes that it does not have; none that another machine would have. */
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
  const services = (
    info.Swarm?.ControlAvailable ? await answered(docker.listServices()) : []
  ) as ListedService[];
  const state = await args.state;
  const lost = lostState(
    args,
    args.host.address,
    { containers, services },
    state,
    () => args.stateCopies?.() ?? {},
  );
  // Whatever else is in the way belongs to the stack that runs.
  if (lost.length > 0) throw userError(lost.join("\n"));
  const unclaimed = unclaimedVolumes(args, volumes, containers, state);
  const adopted = await answered(lookAtAdopted(docker, args, state));
  // What this run stops is in nobody's way.
  const staying = containers.filter((one) => !adopted.stopping.has(plainName(one)));
  const { host } = args;
  const look = { docker, host, claims: args, info, containers, staying, services, volumes };
  const found = await answered((args.platform ?? checkEngine)({ ...look, unclaimed, state }));
  const problems = [
    ...found.problems,
    ...networkConflicts(args, networks, state),
    ...volumeConflicts(args, volumes, containers),
    ...existingVolumeProblems(args, volumes, staying, found.dataNode, state),
    ...adopted.problems,
    ...remoteBind(args),
    ...folderProblems(args),
    ...backupFolderProblems(args),
    ...bindProblems(args),
    ...(args.certificate ? certificateProblems(args.certificate) : []),
    ...(args.serverConfigs ?? []).flatMap((config) => serverConfigProblems(config, args.stack)),
    ...(await takenByProcesses(docker, args, containers, services)),
    ...(await loginProblems(docker, args)),
    ...tooManyCpus(args, found.cpus),
  ];
  if (problems.length > 0) throw userError(problems.join("\n"));
  for (const warning of found.warnings) pulumi.log.warn(warning);
  await nameStandIns(docker, args.images, found.machines);
  if (isPreview()) for (const line of adopted.plan) pulumi.log.info(line);
  const unwell = await answered(unwellContainers(docker, args, containers));
  for (const line of unwell) pulumi.log.warn(line);
  return {
    platform: `${version.Os}/${version.Arch}`,
    open: found.open,
    known: new Set([
      ...containers.map(({ Id }) => Id),
      ...services.map(({ ID }) => ID),
      ...networks.map(({ Id }) => Id),
      ...volumes.map(({ Name }) => Name),
    ]),
    adopted,
    missing: found.dataNode?.isElsewhere ? [] : missingData(args, volumes).filter(wasThere(state)),
  };
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
