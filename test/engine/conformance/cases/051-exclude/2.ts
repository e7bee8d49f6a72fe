// $ up --yes --exclude **one
import { Thing } from "../../thing";

new Thing("one", { value: 2 });
new Thing("two", { value: 2 });
