import { z } from "zod";
import { setting } from "../../language/meta";
import { SERVER_NAMES } from "./servers";

export const server = {
  schema: setting(z.enum(SERVER_NAMES), {
    description: "Flask's debug server, or nginx with uWSGI.",
    accepted: SERVER_NAMES.join(" or "),
    example: "debug",
    defaults: { dev: "debug", prod: "uwsgi" },
  }).optional(),
};
