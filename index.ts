import {
  AppImage,
  appVolumes,
  DataNetwork,
  Network,
  ReleasePruning,
  ScheduledJob,
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
  const databases = await startDatabases(args.databases, inside, opts);
  const backups = args.backup && startBackups(args.backup, databases, inside, opts);
  const connections = Object.values(databases).map(({ connection }) => connection);
  const found = { dataNetwork, database: connections };
  const built = { image: image.reference };
  const volumes = appVolumes({ ...args.volumes, ...built }, opts);
  const own = { network: front, volumes: volumes.mounts };
  const app = new WebApp("app", { ...args.app, ...built, ...found, ...own }, opts);
  const of = { runtime: app.runtime, after: app.ready };
  const jobs = args.jobs.map((job) => new ScheduledJob(`job-${job.job}`, { ...job, ...of }, opts));
  if (args.pruning) {
    new ReleasePruning("releases", { ...args.pruning, ...built }, { dependsOn: app });
  }
  return outputsOf({ network, image, databases, backups, volumes, app, jobs });
};
