import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

const one = new Thing("one", { value: 1 });
const two = new Thing("two", {
  value: { deep: [one.made, "known"] },
  other: pulumi.interpolate`of ${one.made}`,
});
export const made = two.made;
export const known = two.value;
