import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { AppImage, MySql, Network, planBuild, Redis, WebApp } from "./components";
import { bindOwner, claimsOf, imageArgsOf } from "./plan";
import { tryBuild } from "./preflight/try-build";
import { type DatabaseSettings, loadSettings } from "./settings";
import { openTarget } from "./target";

export = async () => {
  const settings = loadSettings();
  const { app, database, images, restart, logs, limits } = settings;
  const bindSource = settings.source === "bind" ? resolve(app.context) : undefined;
  const target = await openTarget({ ...claimsOf(settings), host: settings.host, bindSource });
  const { host, opts } = target;
  const imageArgs = imageArgsOf(settings, target);
  if (!pulumi.runtime.isDryRun()) await tryBuild(host, planBuild(imageArgs));

  const id = { project: settings.project, stack: settings.stack };
  const common = { id, host, restart, logs };

  const network = new Network("network", { id }, opts);
  const image = new AppImage("image", imageArgs, opts);
  const startDatabase = ({ engine, name, ...rest }: DatabaseSettings) => {
    const args = { ...common, ...rest, network: network.networkName };
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
      image: image.reference,
      network: network.networkName,
      server: settings.server,
      limits,
      replicas: settings.replicas,
      balancerImage: images.caddy,
      bindSource,
      user: app.user ?? (bindSource && bindOwner(bindSource)),
      database: started?.connection,
    },
    opts,
  );
  return {
    ...(app.port && { url: web.publishedPort.apply((port) => port && target.urlOf(port)) }),
    image: image.reference,
    containers: { ...web.containers, ...(started && { database: started.containerName }) },
    network: network.networkName,
    volumes: started?.volumeNames ?? [],
    ...(started && { databaseUrl: started.url }),
  };
};
