import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

pulumi.runtime.registerResourceTransform(({ name, props, opts }) =>
  name === "one" ? { props: { ...props, other: "by the stack" }, opts } : undefined,
);
new Thing("one", { value: 1 });
new Thing(
  "two",
  { value: 1 },
  {
    transforms: [
      async ({ props, opts }) => ({
        props: { ...props, other: "by itself" },
        opts: { ...opts, retainOnDelete: true },
      }),
    ],
  },
);
