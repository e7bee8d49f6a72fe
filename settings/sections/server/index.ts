import { z } from "zod";
import { setting } from "../../language/meta";
import { SERVER_NAMES } from "./servers";

export const server = {
  schema: setting(z.enum(SERVER_NAMES), {
    description:
      "What runs the app: Flask's debug server, nginx with uWSGI, gunicorn (for WSGI apps), or uvicorn (for ASGI apps).",
    accepted: SERVER_NAMES.join(", "),
    example: "debug",
    defaults: { dev: "debug", prod: "uwsgi" },
  }).optional(),
};
