import { Thing } from "../../thing";

new Thing("safe", { key: "a" }, { protect: true });
