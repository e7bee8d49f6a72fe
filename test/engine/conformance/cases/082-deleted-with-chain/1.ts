import { Thing } from "../../thing";

const one = new Thing("one", { fails: "" });
const two = new Thing("two", { fails: "delete" }, { deletedWith: one });
new Thing("three", { fails: "delete" }, { deletedWith: two });
