import { AppImage, DataNetwork, Network, Redis, userError, WebApp } from "berth";
import { openStack } from "berth/deploy";

export = async () => {
  const { args, opts, urlOf } = await openStack();
  const { database } = args;
  if (database?.engine !== "redis") throw userError("database: this app counts in redis only");

  const network = new Network("network", args.network, opts).reference;
  const dataNetwork =
    args.dataNetwork &&
    new DataNetwork("data-network", { ...args.dataNetwork, network }, opts).reference;
  const image = new AppImage("image", args.image, opts).reference;
  const redis = new Redis("database", { ...database, network: dataNetwork ?? network }, opts);
  const web = new WebApp(
    "app",
    { ...args.app, image, network, dataNetwork, database: redis.connection },
    opts,
  );
  const url = web.publishedPort.apply(urlOf);
  return { url, containers: web.containers, volumes: redis.volumeNames };
};
