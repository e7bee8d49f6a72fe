import { Thing } from "../../thing";

const bad = new Thing("bad", {});
new Thing("after", { value: bad.made });
