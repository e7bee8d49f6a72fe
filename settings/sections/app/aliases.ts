import { z } from "zod";
import { setting } from "../../language/meta";

const HOST_NAMES = "letters, digits, dashes, dots and underscores, at most 63";

/** Other names of the app: a setting of the section `app`. */
export const aliases = setting(
  z.array(z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/)),
  {
    description:
      "Names by which other parts of the stack reach the app's containers at app.containerPort, as Compose's aliases of a network. Several containers take turns.",
    accepted: "a list of names, none of which another part of the stack has",
    example: "backend",
    entry: { key: 0, accepted: HOST_NAMES },
    defaults: { both: [], words: "none: the name of its container" },
  },
).optional();
