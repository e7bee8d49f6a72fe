import { AppImage, Network, Redis, userError, WebApp } from "berth";
import { bindOf, claimsOf, imageArgsOf } from "berth/plan";
import { loadSettings } from "berth/settings";
import { openTarget } from "berth/target";

export = async () => {
  const settings = loadSettings();
  const { project, stack, app, database, restart, logs, images } = settings;
  if (database?.engine !== "redis") throw userError("database: this app counts in redis only");
  const bind = bindOf(settings);
  const target = await openTarget({ ...claimsOf(settings), ...bind, host: settings.host });
  const { host, opts } = target;
  const imageArgs = imageArgsOf(settings, target);
  await target.tryBuild(imageArgs);
  const id = { project, stack };

  const network = new Network("network", { id }, opts);
  const common = { id, host, restart, logs, network: network.networkName };
  const image = new AppImage("image", imageArgs, opts);
  const redis = new Redis("database", { ...common, ...database }, opts);
  const web = new WebApp(
    "app",
    {
      ...common,
      ...app,
      ...bind,
      image: image.reference,
      server: settings.server,
      limits: settings.limits,
      replicas: settings.replicas,
      caddyImage: images.caddy,
      database: redis.connection,
    },
    opts,
  );
  const url = web.publishedPort.apply((port) => port && target.urlOf(port));
  return { url, containers: web.containers, volumes: redis.volumeNames };
};
