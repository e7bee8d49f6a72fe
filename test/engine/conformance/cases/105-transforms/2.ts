import * as pulumi from "@pulumi/pulumi";
import { Box, Thing } from "../../thing";

pulumi.runtime.registerStackTransform(({ name, props, opts }) => {
  if (name === "renamed") return { props, opts: { ...opts, aliases: [{ name: "second" }] } };
  if (name === "third") return { props, opts: { ...opts, ignoreChanges: ["value"] } };
  return undefined;
});
new Box("box", { value: 1 }, { aliases: [{ name: "crate" }], transforms: [() => undefined] });
const first = new Thing(
  "first",
  { value: 2, key: "k" },
  {
    transforms: [
      async ({ props, opts }) => ({
        props,
        opts: pulumi.mergeOptions(opts, {
          deleteBeforeReplace: true,
          customTimeouts: { create: "5m" },
        }),
      }),
    ],
  },
);
new Thing("renamed", { value: first.made });
new Thing("third", { value: 4 });
