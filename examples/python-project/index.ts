import { AppImage, Network, WebApp } from "berth";
import { openApp } from "berth/deploy";

export = async () => {
  const { id, target, platform, imageArgs, webArgs, urlOf } = await openApp();
  const { opts } = target;

  const network = new Network("network", { id, platform }, opts).reference;
  const image = new AppImage("image", imageArgs, opts).reference;
  const web = new WebApp("app", { ...webArgs, image, network }, opts);
  const url = web.publishedPort.apply(urlOf);
  return { url, image, containers: web.containers };
};
