import { Thing } from "../../thing";

new Thing("safe", { key: "b" }, { protect: true });
