import {
  AppImage,
  Backup,
  DataNetwork,
  Network,
  ReleasePruning,
  repositoryOf,
  startDatabase,
  WebApp,
} from "./components";
import { openApp } from "./deploy";
import { backupOf } from "./deploy/component-args";

export = async () => {
  const { settings, target, id, platform, imageArgs, webArgs, urlOf } = await openApp();
  const { app, database, restart, logs, hardening } = settings;
  const { host, opts } = target;

  const { networkName, reference: network } = new Network("network", { id, platform }, opts);
  const dataNetwork =
    database && hardening.internalNetwork
      ? new DataNetwork("data-network", { id, host, network, platform }, opts).reference
      : undefined;
  const image = new AppImage("image", imageArgs, opts).reference;
  const common = { id, host, platform, restart, logs, hardening, network: dataNetwork ?? network };
  const started =
    database &&
    (await startDatabase("database", { ...common, ...database, database: database.name }, opts));
  const backupArgs = backupOf(settings);
  const backup =
    started &&
    backupArgs &&
    new Backup("backup", { ...common, ...backupArgs, source: started.backupSource }, opts);
  const args = { ...webArgs, image, network, dataNetwork, database: started?.connection };
  const web = new WebApp("app", args, opts);
  if (app.image === undefined) {
    const kept = { keep: app.keepImages, image, repository: repositoryOf(imageArgs) };
    new ReleasePruning("releases", { host, id, ...kept }, { dependsOn: web });
  }
  const isReached = webArgs.https ?? app.port;
  return {
    ...(isReached && { url: web.publishedPort.apply(urlOf) }),
    image,
    containers: {
      ...web.containers,
      ...(started && { database: started.containerName }),
      ...(backup && { backup: backup.containerName }),
    },
    network: networkName,
    volumes: [...(started?.volumeNames ?? []), ...(backup?.volumeNames ?? [])],
    ...(started && { databaseUrl: started.url }),
  };
};
