import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

const config = new pulumi.Config();
const one = new Thing("one", {
  value: { list: [config.requireSecret("secret"), "plain"], deep: { er: pulumi.secret(1) } },
});
export const all = one.value;
export const derived = config
  .requireSecretObject<{ list: number[]; hidden: string }>("object")
  .apply(({ list }) => list.length);
new Thing("two", { value: one.made, other: pulumi.secret(undefined) });
