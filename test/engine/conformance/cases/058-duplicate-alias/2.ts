import { Thing } from "../../thing";

new Thing("two", { value: 1 }, { aliases: [{ name: "one" }] });
new Thing("three", { value: 1 }, { aliases: [{ name: "one" }] });
