// $ up --yes --parallel 1
import { Thing } from "../../thing";

for (const name of ["a", "b", "c", "d"]) new Thing(name, { value: name });
