import { Thing } from "../../thing";

const one = new Thing("one", { value: 1 });
new Thing("user", { value: one.made }, { dependsOn: one });
