import { z } from "zod";
import { setting } from "../../language/meta";
import { imageReference, webAddress } from "../../language/values";

const buildObject = z.strictObject({
  pipIndexUrl: setting(webAddress, {
    description: "A mirror of PyPI (build argument PIP_INDEX_URL).",
    accepted: "an http or https address",
    example: "https://pypi.example.com/simple",
    defaults: { words: "pip's own" },
  }).optional(),
  pipTrustedHost: setting(z.string().regex(/^[^\s/]+$/), {
    description: "A host whose certificate pip does not check (build argument PIP_TRUSTED_HOST).",
    accepted: "a host name",
    example: "pypi.example.com",
    defaults: { words: "none" },
  }).optional(),
  aptMirror: setting(webAddress, {
    description: "A mirror of Debian's packages (build argument APT_MIRROR).",
    accepted: "an http or https address",
    example: "http://debian.example.com/debian",
    defaults: { words: "apt's own" },
  }).optional(),
  platform: setting(z.string().regex(/^[a-z0-9]+\/[a-z0-9]+(\/v\d)?$/), {
    description: "The platform that the image is built for.",
    accepted: "OS/ARCHITECTURE[/VARIANT], in lower case",
    example: "linux/amd64",
    defaults: { words: "the Docker engine's" },
  }).optional(),
  cacheFrom: setting(z.array(imageReference), {
    description: "Images whose layers serve as build cache.",
    accepted: "a list of image references",
    example: "registry.example.com/team/widgets:latest",
    entry: { key: 0, accepted: "an image reference" },
    defaults: { both: [] },
  }).optional(),
  network: setting(z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/), {
    description: "The network of the build's RUN steps.",
    accepted: "default, host, none, or a network's name",
    example: "host",
    defaults: { words: "the Docker engine's" },
  }).optional(),
});

export const build = { schema: buildObject.optional() };
