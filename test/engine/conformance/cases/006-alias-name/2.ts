import { Thing } from "../../thing";

const after = new Thing("after", { value: 1 }, { aliases: [{ name: "before" }] });
new Thing("user", { value: after.made });
