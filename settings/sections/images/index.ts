import { z } from "zod";
import {
  DATABASE_NAMES,
  type DatabaseEngineName,
  databaseEngine,
} from "../../../components/databases";
import { setting } from "../../language/meta";
import { imageReference } from "../../language/values";
import { IMAGES_RULES } from "./rules";

/** Something for each database engine, by its name. */
const forEachDatabase = <T>(make: (name: DatabaseEngineName) => T) =>
  Object.fromEntries(DATABASE_NAMES.map((name) => [name, make(name)])) as Record<
    DatabaseEngineName,
    T
  >;

/** The official images that are taken unless a stack says otherwise. */
export const OFFICIAL_IMAGES = {
  python: "python:3.13-slim",
  ...forEachDatabase((name) => databaseEngine(name).image),
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
  ...forEachDatabase((name) => image(name, `The image of the engine ${name}.`)),
  nginx: image("nginx", "The image that serves static sites."),
  caddy: image(
    "caddy",
    "The image of the proxy in front of a rolling app, and of several replicas.",
  ),
});

/** Those of the app's own program, which serves no static sites. */
const imagesObject = anyImages.omit({ nginx: true });

export const images = { schema: imagesObject.optional(), rules: IMAGES_RULES };
