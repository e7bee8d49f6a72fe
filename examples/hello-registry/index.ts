import { resolve } from "node:path";
import { AppImage, DataVolume, Network, WebApp } from "berth";
import { openStack } from "berth/deploy";

export = async () => {
  const { args, opts, urlOf } = await openStack({ volumes: ["data"] });

  const network = new Network("network", args.network, opts).reference;
  const image = new AppImage("image", args.image, opts).reference;
  const data = new DataVolume("data", { ...args.network, role: "data" }, opts);
  const volumes = [
    { target: "/cache" },
    { target: "/data", volume: data.volumeName },
    { target: "/shared", hostPath: resolve("shared"), readOnly: true },
  ];
  const web = new WebApp("app", { ...args.app, image, network, volumes }, opts);
  const url = web.publishedPort.apply(urlOf);
  return { url, image, containers: web.containers };
};
