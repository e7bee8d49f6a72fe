import { Thing } from "../../thing";

const two = new Thing("two", { value: 2 }, { aliases: [{ name: "one" }] });
new Thing("one", { value: 1 }, { dependsOn: two });
