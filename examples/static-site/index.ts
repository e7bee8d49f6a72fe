import { StaticSite } from "berth";
import { claims, openTarget } from "berth/deploy";
import { readSettings } from "berth/settings";
import { sections } from "./settings";

export = async () => {
  const { id, host, images, ...site } = readSettings(sections);
  const { folder, port, limits } = site;
  const used = { ports: { port }, folders: { folder }, images: [images.nginx], limits };
  const target = await openTarget(claims({ id, host, roles: ["site"], ...used }));
  const { containerName, publishedPort } = new StaticSite(
    "site",
    { ...site, id, host: target.host, image: images.nginx },
    target.opts,
  );
  return {
    url: publishedPort.apply((port) => port && target.urlOf(port)),
    container: containerName,
  };
};
