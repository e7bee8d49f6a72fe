import { z } from "zod";
import { setting } from "../../language/meta";

// An IPv6 address stands in brackets. A password in it is nothing that ssh takes, and no name begins like an option.
const HOST =
  /^(?:unix:\/\/\/\S+|npipe:\/\/\S+|tcp:\/\/(?:[^\s:/[\]]+|\[[\da-fA-F:.]+\]):\d+|ssh:\/\/(?:[^\s@/:-][^\s@/:]*@)?[^\s@/-][^\s@/]*)\/?$/;

export const host = {
  schema: setting(z.string().regex(HOST), {
    description: "The Docker engine to deploy to.",
    accepted: "unix:///PATH, npipe:////./pipe/NAME, tcp://HOST:PORT or ssh://USER@HOST",
    example: "ssh://deploy@server.example.com",
    defaults: { words: "DOCKER_HOST, the docker context, then the local engine" },
  }).optional(),
};
