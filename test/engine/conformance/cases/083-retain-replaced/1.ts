import { Thing } from "../../thing";

new Thing("one", { key: "a" }, { retainOnDelete: true });
