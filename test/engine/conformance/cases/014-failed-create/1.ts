import { Thing } from "../../thing";

const bad = new Thing("bad", { fails: "create" });
new Thing("after", { value: bad.made });
