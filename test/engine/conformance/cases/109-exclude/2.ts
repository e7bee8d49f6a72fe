// $ up --yes --exclude **two
import { Thing } from "../../thing";

const one = new Thing("one", { value: 2 });
const two = new Thing("two", { value: one.made });
new Thing("three", { value: two.made, other: 2 });
