import { Thing } from "../../thing";

const one = new Thing("one", { value: 1 });
new Thing("two", { value: 2 }, { aliases: [{ name: "one" }], dependsOn: one });
