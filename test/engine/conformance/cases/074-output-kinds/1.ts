import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

const thing = new Thing("thing", {
  value: {
    nothing: null,
    empty: "",
    list: [],
    map: {},
    big: 9007199254740991,
    small: -0.5,
    yes: true,
  },
});
export const value = thing.value;
export const empty = "";
export const nothing = null;
export const missing = undefined;
export const list = [1, "two", [3], { four: 4 }];
export const word = "Grüße, 世界 \u{1F600}";
export const lines = "one\ntwo\n";
export const nested = { plain: 1, hidden: pulumi.secret("hush"), list: [pulumi.secret(2)] };
export const wrapped = pulumi.secret({ all: ["of", "it"] });
export const opened = pulumi.unsecret(pulumi.secret("told"));
