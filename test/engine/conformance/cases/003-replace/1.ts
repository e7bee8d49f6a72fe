import { Thing } from "../../thing";

const first = new Thing("first", { key: "a" });
new Thing("user", { value: first.id });
new Thing("follower", { key: first.id });
