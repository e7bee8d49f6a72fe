import { Thing } from "../../thing";

const before = new Thing("before", { value: 1 });
new Thing("user", { value: before.made });
