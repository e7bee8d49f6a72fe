import { Thing } from "../../thing";

new Thing("content", { value: 1 });
