import * as berth from "./components";
import { openStack } from "./deploy";

export = async () => {
  const { args, opts, outputsOf } = await openStack();

  const network = new berth.Network("network", args.network, opts);
  const networks = berth.stackNetworks(network, args.dataNetwork, opts);
  const image = new berth.AppImage("image", args.image, opts);
  const former = berth.formerContainers(args.former, [network, image]);
  const withData = former.before("data", opts);
  const databases = await berth.startDatabases(args.databases, networks, withData);
  const volumes = berth.appVolumes({ ...args.volumes, image: image.reference }, withData);
  const data = { databases, volumes: volumes.byName };
  const backups = berth.startBackups(args.backup, data, networks, opts);
  const services = berth.stackServices(args.services, networks, withData);
  services.start(databases);
  const releaseNeeds = berth.backupBeforeRelease(args.releaseBackup, image, backups);
  const withApp = former.before("app", opts);
  const app = new berth.WebApp(
    "app",
    {
      ...{ ...args.app, ...networks, image: image.reference, volumes: volumes.mounts },
      database: Object.values(databases).map(({ connection }) => connection),
      ...{ needs: services.ready, releaseNeeds },
    },
    withApp,
  );
  const processes = berth.startProcesses(args.processes, app, withApp);
  services.start({ app, ...berth.partsOf(processes) });
  const jobs = berth.scheduleJobs(args.jobs, app, opts);
  former.end([app, ...processes]);
  berth.pruneReleases(args.pruning, image, [app, ...processes]);
  return outputsOf({ network, image, databases, backups, volumes, services, app, processes, jobs });
};
