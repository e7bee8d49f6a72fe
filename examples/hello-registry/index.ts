import { resolve } from "node:path";
import { AppImage, DataVolume, Network, WebApp } from "berth";
import { bindOf, claimsOf, imageArgsOf } from "berth/plan";
import { loadSettings } from "berth/settings";
import { openTarget } from "berth/target";

export = async () => {
  const settings = loadSettings();
  const { project, stack, app, images, restart, logs, limits, server, replicas, hardening } =
    settings;
  const bind = bindOf(settings);
  const target = await openTarget({ ...claimsOf(settings), ...bind, host: settings.host });
  const imageArgs = imageArgsOf(settings, target);
  await target.tryBuild(imageArgs, { ...hardening, user: app.user, ...bind });
  const { host, opts } = target;
  const id = { project, stack };

  const network = new Network("network", { id }, opts).networkName;
  const image = new AppImage("image", imageArgs, opts);
  const data = new DataVolume("data", { id, role: "data" }, opts);
  const args = {
    ...app,
    ...bind,
    id,
    host,
    network,
    restart,
    logs,
    limits,
    server,
    replicas,
    hardening,
  };
  const web = new WebApp(
    "app",
    {
      ...args,
      image: image.reference,
      balancerImage: images.caddy,
      volumes: [
        { target: "/cache" },
        { target: "/data", volume: data.volumeName },
        { target: "/shared", hostPath: resolve("shared"), readOnly: true },
      ],
    },
    opts,
  );
  const url = web.publishedPort.apply((port) => port && target.urlOf(port));
  return { url, image: image.reference, containers: web.containers };
};
