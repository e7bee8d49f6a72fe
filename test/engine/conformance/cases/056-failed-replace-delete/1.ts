import { Thing } from "../../thing";

new Thing("one", { key: "a", fails: "delete" });
