// $ up --yes --target urn:pulumi:dev::tiny::pulumi-nodejs:dynamic:Resource::two
import { Thing } from "../../thing";

new Thing("one", { value: 2 });
