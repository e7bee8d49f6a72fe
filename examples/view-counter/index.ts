import { AppImage, DataNetwork, Network, Redis, userError, WebApp } from "berth";
import { openApp } from "berth/deploy";

export = async () => {
  const { settings, target, id, platform, imageArgs, webArgs, urlOf } = await openApp();
  const { database, restart, logs, hardening } = settings;
  if (database?.engine !== "redis") throw userError("database: this app counts in redis only");
  const { host, opts } = target;

  const { reference: network } = new Network("network", { id, platform }, opts);
  const dataNetwork = hardening.internalNetwork
    ? new DataNetwork("data-network", { id, host, network, platform }, opts).reference
    : undefined;
  const image = new AppImage("image", imageArgs, opts).reference;
  const common = { id, host, platform, restart, logs, hardening };
  const redis = new Redis(
    "database",
    { ...common, ...database, network: dataNetwork ?? network },
    opts,
  );
  const web = new WebApp(
    "app",
    { ...webArgs, image, network, dataNetwork, database: redis.connection },
    opts,
  );
  const url = web.publishedPort.apply(urlOf);
  return { url, containers: web.containers, volumes: redis.volumeNames };
};
