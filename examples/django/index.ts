import { RandomPassword } from "@pulumi/random";
import { AppImage, DataNetwork, Network, PostgreSql, userError, WebApp } from "berth";
import { openStack } from "berth/deploy";

export = async () => {
  const { args, opts, urlOf } = await openStack();
  const { database } = args;
  if (database?.engine !== "postgres") throw userError("database: this app keeps data in postgres");

  const network = new Network("network", args.network, opts).reference;
  const dataNetwork =
    args.dataNetwork &&
    new DataNetwork("data-network", { ...args.dataNetwork, network }, opts).reference;
  const image = new AppImage("image", args.image, opts).reference;
  const postgres = new PostgreSql(
    "database",
    { ...database, network: dataNetwork ?? network },
    opts,
  );
  const key = new RandomPassword("secret-key", { length: 50 }).result;
  const secrets = { ...args.app.secrets, "django-secret-key": key };
  const env = { DJANGO_SECRET_KEY_FILE: "/run/secrets/django-secret-key", ...args.app.env };
  const web = new WebApp(
    "app",
    { ...args.app, env, secrets, image, network, dataNetwork, database: postgres.connection },
    opts,
  );
  const url = web.publishedPort.apply(urlOf);
  return { url, containers: web.containers, volumes: postgres.volumeNames };
};
