import { Thing } from "../../thing";

new Thing("third", { value: 2 });
