import { resolve } from "node:path";
import { AppImage, Network, WebApp } from "berth";
import { claims, openTarget } from "berth/deploy";
import { readSettings } from "berth/settings";
import { sections } from "./settings";

export = async () => {
  const { id, folder, debug, images, ...app } = readSettings(sections);
  const { host, port, limits } = app;
  const used = { ports: { port }, folders: { folder }, images: [images.python], limits };
  const target = await openTarget(claims({ id, host, roles: ["app"], ...used }));
  const { opts, platform } = target;
  const buildArgs = { PYTHON_IMAGE: images.python };
  const imageArgs = { id, imageName: "flask", context: "image", platform, buildArgs };
  await target.tryBuild(imageArgs);

  const { networkName: network } = new Network("network", { id }, opts);
  const image = new AppImage("image", imageArgs, opts).reference;
  const { containers, publishedPort } = new WebApp(
    "app",
    {
      ...app,
      id,
      host: target.host,
      image,
      network,
      server: debug ? "debug" : "uwsgi",
      containerPort: debug ? 5000 : 80,
      command: debug ? ["-d"] : undefined,
      bindSource: resolve(folder),
    },
    opts,
  );
  const url = publishedPort.apply((port) => port && target.urlOf(port));
  return { url, image, containers };
};
