import { Thing } from "../../thing";

new Thing("thing", { value: 1 });
