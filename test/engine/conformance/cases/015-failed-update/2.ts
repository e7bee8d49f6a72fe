import { Thing } from "../../thing";

new Thing("bad", { value: 2, fails: "update" });
