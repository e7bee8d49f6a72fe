import { Thing } from "../../thing";

const second = new Thing("second", { key: "b" });
new Thing("first", { key: "b", deleteFirst: true }, { dependsOn: second });
