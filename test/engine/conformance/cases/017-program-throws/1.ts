import { Thing } from "../../thing";

new Thing("good", { value: 1 });
