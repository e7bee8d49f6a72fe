import { Thing } from "../../thing";

new Thing("one", { value: 1 });
