// $ up --yes --replace urn:pulumi:dev::tiny::pulumi-nodejs:dynamic:Resource::one
import { Thing } from "../../thing";

new Thing("one", { value: 1 });
new Thing("two", { value: 2 });
