import { AppImage, DataNetwork, Network, Redis, userError, WebApp } from "berth";
import { bindOf, claimsOf, imageArgsOf } from "berth/plan";
import { loadSettings } from "berth/settings";
import { openTarget } from "berth/target";

export = async () => {
  const settings = loadSettings();
  const { project, stack, app, database, restart, logs, images, hardening } = settings;
  if (database?.engine !== "redis") throw userError("database: this app counts in redis only");
  const bind = bindOf(settings);
  const target = await openTarget({ ...claimsOf(settings), ...bind, host: settings.host });
  const { host, opts } = target;
  const imageArgs = imageArgsOf(settings, target);
  await target.tryBuild(imageArgs, { ...hardening, user: app.user, ...bind });
  const id = { project, stack };

  const { networkName: network } = new Network("network", { id }, opts);
  const dataNetwork = hardening.internalNetwork
    ? new DataNetwork("data-network", { id, host, network }, opts).networkName
    : undefined;
  const common = { id, host, restart, logs, hardening };
  const image = new AppImage("image", imageArgs, opts);
  const redis = new Redis(
    "database",
    { ...common, ...database, network: dataNetwork ?? network },
    opts,
  );
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
      limits: settings.limits,
      replicas: settings.replicas,
      balancerImage: images.caddy,
      database: redis.connection,
    },
    opts,
  );
  const url = web.publishedPort.apply((port) => port && target.urlOf(port));
  return { url, containers: web.containers, volumes: redis.volumeNames };
};
