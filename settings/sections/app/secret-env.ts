import { z } from "zod";
import { setting } from "../../language/meta";
import { nonEmptyText } from "../../language/values";
import { VARIABLE_NAMES, variableName } from "../variables";

/** Secrets of an app that reads nothing but its environment: a setting of the section `app`. */
export const secretEnv = setting(z.record(variableName, nonEmptyText), {
  description:
    "Secret environment variables, for an app that cannot read a file. A script sets them before the image's ENTRYPOINT or the command takes its place: `docker inspect` and `docker exec` do not have them. The image needs a /bin/sh.",
  accepted: "a map of names to encrypted texts",
  entry: {
    key: "SENTRY_DSN",
    accepted: "an encrypted text",
    names: VARIABLE_NAMES,
  },
  defaults: { both: {} },
  secret: true,
}).optional();
