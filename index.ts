import { AppImage, DataNetwork, MySql, Network, Redis, WebApp } from "./components";
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
  const startDatabase = ({ engine, name, ...rest }: DatabaseSettings) => {
    const common = { id, host, restart, logs, hardening };
    const args = { ...common, ...rest, network: dataNetwork ?? network };
    return engine === "redis"
      ? new Redis("database", args, opts)
      : new MySql("database", { ...args, engine, database: name }, opts);
  };
  const started = database && startDatabase(database);
  const web = new WebApp(
    "app",
    { ...webArgs, image, network, dataNetwork, database: started?.connection },
    opts,
  );
  return {
    ...(app.port && { url: web.publishedPort.apply((port) => port && target.urlOf(port)) }),
    image,
    containers: { ...web.containers, ...(started && { database: started.containerName }) },
    network,
    volumes: started?.volumeNames ?? [],
    ...(started && { databaseUrl: started.url }),
  };
};
