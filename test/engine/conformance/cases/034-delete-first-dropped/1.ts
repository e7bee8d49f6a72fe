import { Thing } from "../../thing";

const first = new Thing("first", { key: "a", deleteFirst: true });
new Thing("follower", { key: first.id });
