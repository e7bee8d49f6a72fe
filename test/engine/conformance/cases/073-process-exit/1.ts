import { Thing } from "../../thing";

new Thing("one", { value: 1 }).made.apply(() => process.exit(3));
