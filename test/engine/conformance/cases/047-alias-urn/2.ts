import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

const urn = `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::pulumi-nodejs:dynamic:Resource::old`;
new Thing("new", { value: 1 }, { aliases: [urn] });
