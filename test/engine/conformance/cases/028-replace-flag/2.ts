// $ up --yes --replace urn:pulumi:test::conformance::pulumi-nodejs:dynamic:Resource::one
import { Thing } from "../../thing";

new Thing("one", { value: 1 });
new Thing("two", { value: 2 });
