// $ up --yes --exclude **one --exclude-dependents
import { Thing } from "../../thing";

const one = new Thing("one", { value: 2 });
new Thing("two", { value: one.made, other: 2 });
new Thing("three");
