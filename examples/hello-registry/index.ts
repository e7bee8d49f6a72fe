import { resolve } from "node:path";
import { AppImage, DataVolume, Network, WebApp } from "berth";
import { openApp } from "berth/deploy";

export = async () => {
  const { id, target, platform, imageArgs, webArgs, urlOf } = await openApp({ volumes: ["data"] });
  const { opts } = target;

  const network = new Network("network", { id, platform }, opts).reference;
  const image = new AppImage("image", imageArgs, opts).reference;
  const data = new DataVolume("data", { id, platform, role: "data" }, opts);
  const volumes = [
    { target: "/cache" },
    { target: "/data", volume: data.volumeName },
    { target: "/shared", hostPath: resolve("shared"), readOnly: true },
  ];
  const web = new WebApp("app", { ...webArgs, image, network, volumes }, opts);
  const url = web.publishedPort.apply(urlOf);
  return { url, image, containers: web.containers };
};
