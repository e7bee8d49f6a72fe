import { z } from "zod";
import { setting } from "../meta";
import type { PublishedPort } from "../types";
import { hostPort } from "../values";
import { app, HOST_PORTS } from "./app";
import { hardening } from "./hardening";
import { host } from "./host";
import { anyImages, OFFICIAL_IMAGES } from "./images";
import { limits } from "./limits";
import { logs } from "./logs";
import { restart } from "./restart";

const { driver, maxSize, maxFile } = logs.shape;

/** What a program with settings of its own tells all its containers, where nothing is the default. */
export const containerSections = {
  host: host.optional(),
  restart: restart.default("no"),
  limits: limits("each container", { both: "no limit" }).optional(),
  hardening: hardening.optional(),
  logs: z
    .strictObject({
      driver: driver.default("json-file"),
      maxSize: maxSize.default("10m"),
      maxFile: maxFile.default(3),
    })
    .prefault({}),
};

/** The environment of a container, as `app.env` is. */
export const environment = app.shape.env;

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
  const published = hostPort.transform((given): PublishedPort | undefined =>
    given === "none" ? undefined : { address: given.address ?? address, port: given.port },
  );
  return setting(published, {
    description: "The port of the host, with the address that it listens on.",
    accepted: HOST_PORTS,
    example: String(port),
    defaults: { both: `${address}:${port}` },
  }).prefault(port);
}
