import { Thing } from "../../thing";

new Thing("second", { value: 1 }, { aliases: [{ name: "first" }] });
