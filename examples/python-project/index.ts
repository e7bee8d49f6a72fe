import { AppImage, Network, WebApp } from "berth";
import { openStack } from "berth/deploy";

export = async () => {
  const { args, opts, urlOf } = await openStack();

  const network = new Network("network", args.network, opts).reference;
  const image = new AppImage("image", args.image, opts).reference;
  const web = new WebApp("app", { ...args.app, image, network }, opts);
  const url = web.publishedPort.apply(urlOf);
  return { url, image, containers: web.containers };
};
