import { appVolumesFootprint } from "../components/app/app-volumes";
import { processFootprint } from "../components/app/process";
import { releaseFootprint } from "../components/app/release-run";
import { backupFootprint, volumeBackupFootprint } from "../components/backup/backup";
import { databaseFootprint } from "../components/databases/server";
import { sumOf } from "../components/footprint";
import { scheduledJobFootprint } from "../components/jobs/scheduled-job";
import { nameOf } from "../components/labels";
import { networkName } from "../components/platforms/network-name";
import { appFootprint } from "../components/platforms/serving";
import type { Settings } from "../settings";
import { supportsOf } from "../shared/platforms";
import type { PreflightArgs } from "./checks/preflight-args";
import { stackPlatformOf } from "./platforms";
import {
  keptVolumes,
  serviceBinds,
  serviceCpus,
  servicePorts,
  servicesFootprint,
  takenVolumes,
} from "./service-claims";
import { hasDataNetwork, processesOf } from "./stack-args";

/**
 * Everything that the stack is about to use on the engine and outside of it.
 *
 * @param ownVolumes roles of volumes that its program makes itself.
 */
export function claimsOf(
  settings: Settings,
  ownVolumes: readonly string[] = [],
): Omit<PreflightArgs, "host" | "bindSource"> {
  const { project, stack, app, backup, images, limits, registry } = settings;
  const databases = Object.values(settings.databases);
  const id = { project, stack };
  const base = { images: settings.release ? [] : [app.image ?? images.python] };
  const served = servedFootprint(settings);
  const ofDatabases = databases.map((database) => databaseFootprint({ ...database, id }));
  const backups = backup && [
    ...databases.map(({ role }) => backupFootprint({ ...backup, id }, role)),
    ...Object.keys(app.volumes).map((name) =>
      volumeBackupFootprint({ ...backup, id }, name, images.python),
    ),
  ];
  const ofServices = servicesFootprint(settings);
  const volumes = ownVolumes.map((role) => nameOf(id, role));
  const own = { volumes, data: volumes };
  const ofApp = appVolumesFootprint(
    id,
    Object.entries(app.volumes).map(([name, { volume: existing }]) => ({ name, existing })),
  );
  const jobs = jobsFootprint(settings);
  const besides = processesFootprint(settings);
  // States have the names of data in this order.
  const { data, images: startsFrom } = sumOf(
    base,
    ...ofDatabases,
    ...(backups ?? []),
    served,
    own,
    ofApp,
    jobs,
    ofServices,
  );
  return {
    ...id,
    ...sumOf(
      networkFootprint(settings),
      served,
      ...ofDatabases,
      ...(backups ?? []),
      own,
      ofApp,
      jobs,
      besides,
      ofServices,
    ),
    data,
    images: startsFrom,
    ports: [
      ...(app.port ? [{ key: "app.port", ...app.port }] : []),
      ...(app.httpsPort ? [{ key: "app.httpsPort", ...app.httpsPort }] : []),
      ...databases.flatMap(({ key, port }) => (port ? [{ key: `${key}.port`, ...port }] : [])),
      ...servicePorts(settings),
    ],
    kept: [
      ...databases.flatMap(({ keepData, volume }, index) =>
        keepData || volume !== undefined ? (ofDatabases[index]?.data ?? []) : [],
      ),
      ...keptOf(settings),
      ...keptVolumes(settings),
    ],
    binds: serviceBinds(settings),
    existingVolumes: existingVolumesOf(settings),
    adopt: settings.adopt,
    backupFolder: backup?.folder,
    serverConfigs: databases.flatMap(({ key, engine, config }) =>
      config === undefined ? [] : [{ key: `${key}.config`, engine, config }],
    ),
    cpus: [
      { key: "limits.cpus", cpus: limits.cpus ?? 0 },
      ...Object.entries(app.processes).map(([name, { limits: own }]) => ({
        key: `app.processes.${name}.limits.cpus`,
        cpus: own.cpus ?? 0,
      })),
      ...databases.map(({ key, limits }) => ({
        key: `${key}.limits.cpus`,
        cpus: limits.cpus ?? 0,
        withData: true,
      })),
      { key: "backup.limits.cpus", cpus: backup?.limits.cpus ?? 0, withData: true },
      ...serviceCpus(settings),
    ],
    certificate: certificateOf(settings),
    platform: stackPlatformOf(settings).check(settings),
    // Base images may be of a registry that nothing is pushed to.
    registry: registry && { ...registry, isTried: registry.push || app.image !== undefined },
  };
}

function servedFootprint({ project, stack, ...settings }: Settings) {
  const { platform, rollout, replicas, domain, tls, images } = settings;
  const https = domain ? { isIssued: tls?.issuer !== undefined } : undefined;
  const id = { project, stack };
  const app = { id, rollout, replicas, https, caddyImage: images.caddy };
  return appFootprint(app, supportsOf(platform));
}

/** Those of the app's volumes that a destroy leaves. */
const keptOf = ({ project, stack, app }: Settings): string[] =>
  Object.entries(app.volumes)
    .filter(([, { keepData, volume }]) => keepData || volume !== undefined)
    .map(([name, { volume }]) => volume ?? nameOf({ project, stack }, name));

/** Volumes that are there, which the stack takes over. */
function existingVolumesOf(settings: Settings): PreflightArgs["existingVolumes"] {
  const { databases, app } = settings;
  return [
    ...Object.values(databases).flatMap(({ key, volume }) =>
      volume === undefined ? [] : [{ key: `${key}.volume`, volume, ofServer: true }],
    ),
    ...Object.entries(app.volumes).flatMap(([name, { volume, singleWriter }]) =>
      volume === undefined
        ? []
        : [{ key: `app.volumes.${name}.volume`, volume, isShared: !singleWriter }],
    ),
    ...takenVolumes(settings),
  ];
}

/** On a Swarm what a job remembers is on one node, and so counts as data, which has a node of its own. */
function jobsFootprint({ project, stack, platform, jobs }: Settings) {
  const ofJobs = Object.entries(jobs).map(([job, { image }]) =>
    scheduledJobFootprint({ project, stack }, { job, image }),
  );
  const all = sumOf(...ofJobs);
  return supportsOf(platform).nodes ? { ...all, data: all.volumes } : all;
}

/** What runs from the app's image beside the app itself. */
function processesFootprint(settings: Settings) {
  const { project, stack, app, platform } = settings;
  const id = { project, stack };
  return sumOf(
    ...processesOf(settings).map((one) => processFootprint(id, one, supportsOf(platform))),
    app.releaseCommand && releaseFootprint(id),
  );
}

function networkFootprint(settings: Settings) {
  const { project, stack } = settings;
  const id = { project, stack };
  const parts = stackPlatformOf(settings).networkParts(settings);
  const data = hasDataNetwork(settings) ? [networkName({ id, data: true }, parts)] : [];
  return { networks: [networkName({ id }, parts), ...data] };
}

/** The files of a domain's HTTPS that have to be looked at. */
function certificateOf({ stack, domain, tls }: Settings): PreflightArgs["certificate"] {
  if (!domain || !tls) return undefined;
  const { certificate, key, caRoot } = tls;
  return { stack, domain, certificate, key, caRoot };
}
