import { Thing } from "../../thing";

new Thing("bad", { value: 1, fails: "check" });
