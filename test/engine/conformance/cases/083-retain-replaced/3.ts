import { Thing } from "../../thing";

new Thing("one", { key: "b" });
