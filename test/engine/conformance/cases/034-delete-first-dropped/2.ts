import { Thing } from "../../thing";

new Thing("first", { key: "b", deleteFirst: true });
