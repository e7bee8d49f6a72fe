import { Thing } from "../../thing";

new Thing("one", { value: 1 }, { protect: true });
new Thing("two", { value: 1 });
