import { Thing } from "../../thing";

new Thing("thing", { value: 1, other: 1 }, { replaceOnChanges: ["value"] });
new Thing("all", { value: 1 }, { replaceOnChanges: ["*"] });
