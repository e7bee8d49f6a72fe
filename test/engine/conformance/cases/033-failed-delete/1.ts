import { Thing } from "../../thing";

const base = new Thing("base", { value: 1 });
new Thing("sticky", { value: base.made, fails: "delete" });
