import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

const config = new pulumi.Config();
new Thing("thing", {
  value: config.requireObject("object"),
  other: config.requireSecret("secret"),
});
export const text = config.require("text");
export const number = config.requireNumber("number");
export const fallback = config.require("fallback");
export const foreign = new pulumi.Config("other").require("key");
