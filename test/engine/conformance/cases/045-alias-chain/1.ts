import { Thing } from "../../thing";

new Thing("first", { value: 1 });
