import { StaticSite } from "berth";
import { readSettings } from "berth/settings";
import { claims, openTarget } from "berth/target";
import { sections } from "./settings";

export = async () => {
  const { id, host, images, ...site } = readSettings(sections);
  const { port, limits } = site;
  const claimed = claims({ id, roles: ["site"], ports: { port }, images: [images.nginx], limits });
  const target = await openTarget({ ...claimed, host, bindSource: site.folder });
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
