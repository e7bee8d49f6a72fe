import { Thing } from "../../thing";

new Thing("newer", { key: "k" }, { aliases: [{ name: "new", stack: "dev", project: "tiny" }] });
