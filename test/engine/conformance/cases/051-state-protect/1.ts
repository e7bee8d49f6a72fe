import { Thing } from "../../thing";

new Thing("one", { value: 1 });
new Thing("two", { value: 1 });
