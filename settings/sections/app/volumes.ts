import { z } from "zod";
import { setting } from "../../language/meta";
import { withShortForm } from "../../language/short-form";
import { DOCKER_NAMES, dockerName, flag, volumeName } from "../../language/values";

/** Plain, so that two of them can be compared. */
export const folder = z
  .string()
  .regex(/^(\/[^\s:/]+)+$/)
  .refine((path) => !/\/\.\.?(\/|$)/.test(path));

const volume = z.strictObject({
  path: setting(folder, {
    description: "The folder of the app's containers that the volume is mounted on.",
    accepted: "an absolute path without a slash at its end, other than /",
    example: "/srv/uploads",
  }),
  volume: setting(volumeName, {
    description:
      "A named volume that is there, with files, which the stack takes over. A destroy always leaves it.",
    accepted: "the name of a volume, as `docker volume ls` shows it",
    example: "shop_uploads",
    defaults: { words: "one of the stack's own" },
  }).optional(),
  singleWriter: setting(flag, {
    description:
      "Whether two versions of the app must never have it at once, as with a database of its own in a file: a change then stops the old version first, also with rollout rolling.",
    accepted: "true or false",
    example: "true",
    defaults: { both: false },
  }).optional(),
  keepData: setting(flag, {
    description: "Whether `pulumi destroy` leaves the volume in place.",
    accepted: "true or false",
    example: "true",
    defaults: { dev: false, prod: true },
  }).optional(),
});

/** Named volumes of the app: a setting of the section `app`. */
export const volumes = setting(z.record(dockerName, withShortForm("path", volume)), {
  description:
    "Named volumes that belong to the product's data, such as uploads: the folder of each, which the app's user owns, in every container of the app's image.",
  accepted: "a map of names to absolute paths, or to objects with the key path",
  example: "/srv/uploads",
  entry: {
    key: "uploads",
    accepted:
      "an absolute path, or an object with the keys path, volume, singleWriter and keepData",
    names: DOCKER_NAMES,
  },
  short: "path",
  defaults: { both: {} },
}).optional();
