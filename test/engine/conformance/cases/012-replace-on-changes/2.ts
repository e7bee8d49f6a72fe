import { Thing } from "../../thing";

new Thing("thing", { value: 2, other: 1 }, { replaceOnChanges: ["value"] });
new Thing("all", { value: 2 }, { replaceOnChanges: ["*"] });
