import { Thing } from "../../thing";

new Thing("one", { seen: true } as object, { import: "thing-x" });
