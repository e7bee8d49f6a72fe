import { Thing } from "../../thing";

const first = new Thing("first", { key: "b" });
new Thing("user", { value: first.id });
new Thing("follower", { key: first.id });
