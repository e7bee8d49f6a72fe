// $ up --yes --parallel 1 --replace urn:pulumi:dev::tiny::pulumi-nodejs:dynamic:Resource::b
import { Thing } from "../../thing";

for (const name of ["a", "b", "c", "d"]) new Thing(name, { value: name });
