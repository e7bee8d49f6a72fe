// $ up --yes --target **one
import { Thing } from "../../thing";

new Thing("one", { value: 2 });
new Thing("two", { value: 2 });
new Thing("three", { value: 2 });
