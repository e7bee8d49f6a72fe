import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

const hidden = new pulumi.Config().requireSecret("secret");
const first = new Thing("first", { value: hidden });
const kind = (value: unknown): string => {
  if (pulumi.Output.isInstance(value)) return "output";
  if (Array.isArray(value)) return `[${value.map(kind)}]`;
  if (typeof value !== "object" || value === null) return typeof value;
  return `{${Object.entries(value).map(([key, item]) => `${key}: ${kind(item)}`)}}`;
};
const look: pulumi.ResourceTransform = ({ props: { __provider, ...props }, opts }) => ({
  props: { __provider, ...props, other: kind(props) },
  opts,
});
new Thing("secret", { value: hidden }, { transforms: [look] });
new Thing("nested", { value: { a: [1, hidden], b: "text" } }, { transforms: [look] });
new Thing("needing", { value: [first.made, "x"] }, { transforms: [look] });
new Thing("of-stack", { value: [first.made, hidden] });
pulumi.runtime.registerResourceTransform((args) =>
  args.name === "of-stack" ? look(args) : undefined,
);
new Thing(
  "doubled",
  { value: first.made },
  {
    transforms: [
      ({ props, opts }) => ({
        props: { ...props, key: pulumi.interpolate`${props.value}-${hidden}` },
        opts,
      }),
    ],
  },
);
