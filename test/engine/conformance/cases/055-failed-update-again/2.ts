import { Thing } from "../../thing";

new Thing("one", { value: 2, other: "b", fails: "update" });
