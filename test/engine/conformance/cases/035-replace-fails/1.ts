import { Thing } from "../../thing";

new Thing("first", { key: "a", deleteFirst: true });
new Thing("second", { key: "a" });
