// $ up --yes --skip-preview --parallel 1
import { Thing } from "../../thing";

const second = new Thing("second", { key: "b" });
new Thing("first", { key: "b", deleteFirst: true, fails: "create" }, { dependsOn: second });
