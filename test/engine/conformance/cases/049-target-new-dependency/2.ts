// $ up --yes --target **one
import { Thing } from "../../thing";

const two = new Thing("two", { value: 1 });
new Thing("one", { value: two.made });
