import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

const thing = new Thing("thing", { value: { nothing: null, empty: "" } });
export const value = thing.value;
export const empty = "no more";
export const list = [];
export const nested = { plain: pulumi.secret(1) };
