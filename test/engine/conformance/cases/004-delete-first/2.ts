import { Thing } from "../../thing";

const first = new Thing("first", { key: "b", deleteFirst: true });
new Thing("user", { value: first.id });
const follower = new Thing("follower", { key: first.id });
new Thing("last", { key: follower.id });
new Thing("apart", { value: 1 }, { dependsOn: first });
