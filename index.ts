import {
  AppImage,
  appVolumes,
  BackupRun,
  DataNetwork,
  formerContainers,
  Network,
  Process,
  partsOf,
  ReleasePruning,
  ScheduledJob,
  stackServices,
  startBackups,
  startDatabases,
  WebApp,
} from "./components";

import { openStack } from "./deploy";

export = async () => {
  const { args, opts, outputsOf } = await openStack();

  const network = new Network("network", args.network, opts);
  const front = network.reference;
  const dataNetwork =
    args.dataNetwork &&
    new DataNetwork("data-network", { ...args.dataNetwork, network: front }, opts).reference;
  const inside = { network: dataNetwork ?? front };
  const image = new AppImage("image", args.image, opts);
  const former = formerContainers(args.former, [network, image]);
  const withData = former.before("data", opts);
  const databases = await startDatabases(args.databases, inside, withData);
  const built = { image: image.reference };
  const volumes = appVolumes({ ...args.volumes, ...built }, withData);
  const data = { databases, volumes: volumes.byName };
  const backups = args.backup && startBackups(args.backup, data, inside, opts);
  const connections = Object.values(databases).map(({ connection }) => connection);
  const services =
    args.services && stackServices(args.services, { network: front, dataNetwork }, withData);
  services?.start(databases);
  const found = { dataNetwork, database: connections, needs: services?.ready };
  const saved =
    args.releaseBackup &&
    new BackupRun(
      "release-backup",
      { ...args.releaseBackup, ...built },
      { dependsOn: Object.values(backups ?? {}) },
    );
  const releaseNeeds = saved ? [saved] : [];
  const withApp = former.before("app", opts);
  const own = { network: front, volumes: volumes.mounts, releaseNeeds };
  const app = new WebApp("app", { ...args.app, ...built, ...found, ...own }, withApp);
  const { runtime } = app;
  const processes = args.processes.map(
    (process) => new Process(`process-${process.process}`, { ...process, runtime }, withApp),
  );
  services?.start({ app, ...partsOf(processes) });
  const of = { runtime, after: app.ready };
  const jobs = args.jobs.map((job) => new ScheduledJob(`job-${job.job}`, { ...job, ...of }, opts));
  former.end([app, ...processes]);
  if (args.pruning) {
    const dependsOn = [app, ...processes];
    new ReleasePruning("releases", { ...args.pruning, ...built }, { dependsOn });
  }
  return outputsOf({ network, image, databases, backups, volumes, services, app, processes, jobs });
};
