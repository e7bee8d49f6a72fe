import { PLATFORMS } from "../../../shared/platforms";
import type { Platform } from "../platform";
import { backgroundContainers } from "./background";
import { pulledImage } from "./image";
import { jobContainer } from "./job";
import { bridge } from "./network";
import { SecretFiles } from "./secrets";
import { serveContainers } from "./serve";
import { singleContainer } from "./singleton";
import { namedVolume } from "./volume";

/** Containers of one Docker engine. */
export const docker: Platform = {
  supports: PLATFORMS.docker,
  network: bridge,
  volume: (name, spec, parent) => namedVolume(name, spec, parent),
  image: (name, reference, _host, parent) => pulledImage(name, reference, parent),
  secrets: (name, spec, parent) => new SecretFiles(name, spec, { parent }),
  serve: serveContainers,
  singleton: singleContainer,
  background: backgroundContainers,
  job: jobContainer,
};
