import { AppImage, Backup, MySql, Network, Redis, WebApp } from "./components";
import { backupOf, bindOf, claimsOf, imageArgsOf } from "./plan";
import { type DatabaseSettings, loadSettings } from "./settings";
import { openTarget } from "./target";

export = async () => {
  const settings = loadSettings();
  const { app, database, images, restart, logs, limits } = settings;
  const bind = bindOf(settings);
  const target = await openTarget({ ...claimsOf(settings), ...bind, host: settings.host });
  const { host, opts } = target;
  const imageArgs = imageArgsOf(settings, target);
  await target.tryBuild(imageArgs);

  const id = { project: settings.project, stack: settings.stack };
  const network = new Network("network", { id }, opts);
  const common = { id, host, restart, logs, network: network.networkName };
  const image = new AppImage("image", imageArgs, opts);
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
    {
      ...common,
      ...app,
      ...bind,
      image: image.reference,
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
    containers: {
      ...web.containers,
      ...(started && { database: started.containerName }),
      ...(backup && { backup: backup.containerName }),
    },
    network: network.networkName,
    volumes: [...(started?.volumeNames ?? []), ...(backup?.volumeNames ?? [])],
    ...(started && { databaseUrl: started.url }),
  };
};
