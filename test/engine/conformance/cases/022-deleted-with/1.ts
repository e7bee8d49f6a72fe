import { Thing } from "../../thing";

const host = new Thing("host", { key: "a" });
new Thing("guest", { fails: "delete" }, { deletedWith: host });
