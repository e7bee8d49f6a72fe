import { AppImage, DataVolume, Job, nameOf } from "berth";
import { claims, openTarget } from "berth/deploy";
import { readSettings } from "berth/settings";
import { sections } from "./settings";

export = async () => {
  const { id, siteUrl, runAgain, keepData, ...container } = readSettings(sections);
  const { host, limits } = container;
  const target = await openTarget(
    claims({ id, host, roles: ["job"], volumes: ["data"], images: ["debian:trixie-slim"], limits }),
  );
  const imageArgs = { id, imageName: "fetch", context: "job", platform: target.platform };
  await target.tryBuild(imageArgs, container.hardening);

  const image = new AppImage("image", imageArgs, target.opts);
  const data = new DataVolume("data", { id, role: "data", keepData }, target.opts);
  const job = new Job(
    "job",
    {
      ...container,
      id,
      host: target.host,
      image: image.reference,
      env: { SITE_URL: siteUrl },
      volumes: [{ target: "/data", volume: data.volumeName }],
      runAgain,
    },
    target.opts,
  );
  return {
    logs: job.logs,
    result: `docker run --rm -v ${nameOf(id, "data")}:/data debian:trixie-slim cat /data/page.html`,
  };
};
