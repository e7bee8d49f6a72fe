import * as pulumi from "@pulumi/pulumi";
import { Box, Thing } from "../../thing";

const note =
  (by: string): pulumi.ResourceTransform =>
  ({ custom, props, opts }) =>
    custom ? { props: { ...props, other: `${props.other ?? ""}${by}` }, opts } : undefined;

pulumi.runtime.registerResourceTransform(note("stack"));
new Box("box", { value: 1 }, { transforms: [note("box")] });
const first = new Thing("first", { value: 1 }, { transforms: [note("one"), note("two")] });
new Thing("second", { value: first.made }, { transforms: [note("second")] });
new Thing(
  "third",
  { value: 3 },
  {
    transforms: [
      ({ props, opts }) => ({ props, opts: { ...opts, protect: true, dependsOn: [first] } }),
    ],
  },
);
