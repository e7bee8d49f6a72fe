import { z } from "zod";
import { setting } from "./language/meta";
import { HOST_PORTS, hostPort } from "./language/values";
import { appObject } from "./sections/app/schema";
import { hardening } from "./sections/hardening";
import { host } from "./sections/host";
import { anyImages, OFFICIAL_IMAGES } from "./sections/images";
import { limitsObject } from "./sections/limits";
import { logsObject } from "./sections/logs";
import { publishedOn } from "./sections/published";
import { restartPolicy } from "./sections/restart";

const { driver, maxSize, maxFile } = logsObject.shape;

/** What a program with settings of its own tells all its containers, where nothing is the default. */
export const containerSections = {
  host: host.schema,
  restart: restartPolicy.default("no"),
  limits: limitsObject("each container").optional(),
  hardening: hardening.schema,
  logs: z
    .strictObject({
      driver: driver.default("json-file"),
      maxSize: maxSize.default("10m"),
      maxFile: maxFile.default(3),
    })
    .prefault({}),
};

/** The environment of a container, as `app.env` is. */
export const environment = appObject.shape.env;

type ImageName = keyof typeof OFFICIAL_IMAGES;

/** The section `images` of a program that starts from these, each the official one by default. */
export function imagesSection<N extends ImageName>(...names: readonly N[]) {
  const official = (name: ImageName) => anyImages.shape[name].default(OFFICIAL_IMAGES[name]);
  const entries = names.map((name) => [name, official(name)]);
  const shape = Object.fromEntries(entries) as Record<N, z.ZodType<string>>;
  return z.strictObject(shape).prefault({} as never);
}

/** A port of the host, on this address where none is given; undefined where it is not published. */
export function publishedPort(port: number, address = "127.0.0.1") {
  const published = hostPort.transform((given) => publishedOn(address, given));
  return setting(published, {
    description: "The port of the host, with the address that it listens on.",
    accepted: HOST_PORTS,
    example: String(port),
    defaults: { both: `${address}:${port}` },
  }).prefault(port);
}
