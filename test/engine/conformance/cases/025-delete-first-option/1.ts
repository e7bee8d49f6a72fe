import { Thing } from "../../thing";

new Thing("first", { key: "a" }, { deleteBeforeReplace: true });
new Thing("second", { key: "a", deleteFirst: true }, { deleteBeforeReplace: false });
