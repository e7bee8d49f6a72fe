import { AppImage, Backup, DataNetwork, MySql, Network, Redis, WebApp } from "./components";
import { backupOf } from "./plan";
import type { DatabaseSettings } from "./settings";
import { openApp } from "./target";

export = async () => {
  const { settings, target, id, imageArgs, webArgs } = await openApp();
  const { app, database, restart, logs, hardening } = settings;
  const { host, opts } = target;

  const { networkName: network } = new Network("network", { id }, opts);
  const dataNetwork =
    database && hardening.internalNetwork
      ? new DataNetwork("data-network", { id, host, network }, opts).networkName
      : undefined;
  const image = new AppImage("image", imageArgs, opts).reference;
  const common = { id, host, restart, logs, hardening, network: dataNetwork ?? network };
  const startDatabase = ({ engine, name, ...rest }: DatabaseSettings) => {
    const args = { ...common, ...rest };
    return engine === "redis"
      ? new Redis("database", args, opts)
      : new MySql("database", { ...args, engine, database: name }, opts);
  };
  const started = database && startDatabase(database);
  const backupArgs = backupOf(settings);
  const backup =
    started &&
    backupArgs &&
    new Backup("backup", { ...common, ...backupArgs, source: started.backupSource }, opts);
  const web = new WebApp(
    "app",
    { ...webArgs, image, network, dataNetwork, database: started?.connection },
    opts,
  );
  return {
    ...(app.port && { url: web.publishedPort.apply((port) => port && target.urlOf(port)) }),
    image,
    containers: {
      ...web.containers,
      ...(started && { database: started.containerName }),
      ...(backup && { backup: backup.containerName }),
    },
    network,
    volumes: [...(started?.volumeNames ?? []), ...(backup?.volumeNames ?? [])],
    ...(started && { databaseUrl: started.url }),
  };
};
