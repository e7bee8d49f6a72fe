import { AppImage, DataNetwork, MySql, Network, Redis, WebApp } from "./components";
import { bindOf, claimsOf, imageArgsOf } from "./plan";
import { type DatabaseSettings, loadSettings } from "./settings";
import { openTarget } from "./target";

export = async () => {
  const settings = loadSettings();
  const { app, database, images, restart, logs, limits, hardening } = settings;
  const bind = bindOf(settings);
  const target = await openTarget({ ...claimsOf(settings), ...bind, host: settings.host });
  const { host, opts } = target;
  const imageArgs = imageArgsOf(settings, target);
  await target.tryBuild(imageArgs, { ...hardening, user: app.user, ...bind });

  const id = { project: settings.project, stack: settings.stack };
  const common = { id, host, restart, logs, hardening };

  const { networkName: network } = new Network("network", { id }, opts);
  const dataNetwork =
    database && hardening.internalNetwork
      ? new DataNetwork("data-network", { id, host, network }, opts).networkName
      : undefined;
  const image = new AppImage("image", imageArgs, opts);
  const startDatabase = ({ engine, name, ...rest }: DatabaseSettings) => {
    const args = { ...common, ...rest, network: dataNetwork ?? network };
    return engine === "redis"
      ? new Redis("database", args, opts)
      : new MySql("database", { ...args, engine, database: name }, opts);
  };
  const started = database && startDatabase(database);
  const web = new WebApp(
    "app",
    {
      ...common,
      ...app,
      ...bind,
      image: image.reference,
      network,
      dataNetwork,
      server: settings.server,
      limits,
      replicas: settings.replicas,
      balancerImage: images.caddy,
      database: started?.connection,
    },
    opts,
  );
  return {
    ...(app.port && { url: web.publishedPort.apply((port) => port && target.urlOf(port)) }),
    image: image.reference,
    containers: { ...web.containers, ...(started && { database: started.containerName }) },
    network,
    volumes: started?.volumeNames ?? [],
    ...(started && { databaseUrl: started.url }),
  };
};
