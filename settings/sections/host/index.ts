import { z } from "zod";
import { setting } from "../../language/meta";

const HOST =
  /^(?:unix:\/\/\/\S+|npipe:\/\/\S+|tcp:\/\/[^\s:/]+:\d+|ssh:\/\/(?:[^\s@/]+@)?[^\s@/]+)\/?$/;

export const host = {
  schema: setting(z.string().regex(HOST), {
    description: "The Docker engine to deploy to.",
    accepted: "unix:///PATH, npipe:////./pipe/NAME, tcp://HOST:PORT or ssh://USER@HOST",
    example: "ssh://deploy@server.example.com",
    defaults: { words: "DOCKER_HOST, the docker context, then the local engine" },
  }).optional(),
};
