import { z } from "zod";
import { setting } from "../../language/meta";
import { imageReference } from "../../language/values";
import { ENGINES } from "../database/engines";
import { IMAGES_RULES } from "./rules";

/** The official images that are taken unless a stack says otherwise. */
export const OFFICIAL_IMAGES = {
  python: "python:3.13-slim",
  mysql: ENGINES.mysql.image,
  mariadb: ENGINES.mariadb.image,
  redis: ENGINES.redis.image,
  nginx: "nginx:1.30",
  caddy: "caddy:2",
};

const image = (name: keyof typeof OFFICIAL_IMAGES, description: string) =>
  setting(imageReference, {
    description,
    accepted: "an image reference",
    example: OFFICIAL_IMAGES[name],
    defaults: { both: OFFICIAL_IMAGES[name] },
  }).optional();

/** Each image that a program of Berth may start something from. */
export const anyImages = z.strictObject({
  python: image("python", "The base of the app's image (build argument PYTHON_IMAGE)."),
  mysql: image("mysql", "The image of the engine mysql."),
  mariadb: image("mariadb", "The image of the engine mariadb."),
  redis: image("redis", "The image of the engine redis."),
  nginx: image("nginx", "The image that serves static sites."),
  caddy: image(
    "caddy",
    "The image of the proxy in front of a rolling app, and of several replicas.",
  ),
});

/** Those of the app's own program, which serves no static sites. */
const imagesObject = anyImages.omit({ nginx: true });

export const images = { schema: imagesObject.optional(), rules: IMAGES_RULES };
