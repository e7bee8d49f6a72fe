// $ up --yes --target-replace urn:pulumi:dev::tiny::pulumi-nodejs:dynamic:Resource::one
import { Thing } from "../../thing";

const one = new Thing("one", { value: 1 });
new Thing("two", { value: one.made });
new Thing("three");
