import { Thing } from "../../thing";

new Thing("first", { key: "b" }, { deleteBeforeReplace: true });
new Thing("second", { key: "b", deleteFirst: true }, { deleteBeforeReplace: false });
