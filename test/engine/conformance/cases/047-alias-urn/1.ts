import { Thing } from "../../thing";

new Thing("old", { value: 1 });
