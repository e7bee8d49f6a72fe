import { Thing } from "../../thing";

new Thing("third", { value: 2 }, { aliases: [{ name: "second" }, { name: "first" }] });
