import { expect, it } from "vitest";
import { NETWORK } from "../../../../engine/providers/docker/network/network";
import { REMOTE_IMAGE } from "../../../../engine/providers/docker/remote-image/remote-image";
import type { Fields } from "../../../../engine/providers/docker/schema/property";
import { VOLUME } from "../../../../engine/providers/docker/volume/volume";
import { type Case, changes } from "./changes";

const label = (name: string, value: string) => ({ label: name, value });

const OTHERS: [...Case, Fields][] = [
  [
    "a volume's label",
    { labels: [label("a", "1")] },
    { labels: [label("a", "2")] },
    { "labels[0].value": "update-replace" },
    VOLUME,
  ],
  [
    "a volume's options",
    {},
    { driverOpts: { type: "tmpfs" } },
    { driverOpts: "add-replace" },
    VOLUME,
  ],
  [
    "a network's isolation",
    { internal: false },
    { internal: true },
    { internal: "update-replace" },
    NETWORK,
  ],
  [
    "a network's options",
    { options: { icc: "true" } },
    { options: { icc: "false" } },
    { "options.icc": "update-replace" },
    NETWORK,
  ],
  [
    "a network's addresses",
    { ipamConfigs: [{ subnet: "10.0.1.0/24" }] },
    { ipamConfigs: [{ subnet: "10.0.2.0/24" }] },
    { ipamConfigs: "update-replace" },
    NETWORK,
  ],
  [
    "whether an image stays",
    { name: "a", keepLocally: true },
    { name: "a", keepLocally: false },
    { keepLocally: "update" },
    REMOTE_IMAGE,
  ],
  [
    "an image's triggers",
    { name: "a", triggers: {} },
    { name: "a", triggers: { a: "b" } },
    { triggers: "add-replace" },
    REMOTE_IMAGE,
  ],
];

it.each(OTHERS)("a change of %s", (_what, before, after, expected, fields) => {
  expect(changes(fields, { name: "it", ...before }, { name: "it", ...after })).toEqual(expected);
});
