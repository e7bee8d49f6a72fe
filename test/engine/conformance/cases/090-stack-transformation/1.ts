import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

pulumi.runtime.registerStackTransformation(({ type, props, opts }) =>
  type === "pulumi-nodejs:dynamic:Resource"
    ? { props: { ...props, other: "transformed" }, opts: { ...opts, protect: false } }
    : undefined,
);
new Thing("one", { value: 1 });
