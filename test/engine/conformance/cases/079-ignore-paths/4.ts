import { Thing } from "../../thing";

new Thing("one", { value: [{ a: 9 }], key: "new" }, { ignoreChanges: ["*"] });
