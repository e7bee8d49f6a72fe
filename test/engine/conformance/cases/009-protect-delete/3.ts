import { Thing } from "../../thing";

new Thing("safe", { value: 1 }, { protect: false });
