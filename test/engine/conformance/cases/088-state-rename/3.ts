import { Thing } from "../../thing";

const one = new Thing("uno", { value: 1 });
new Thing("user", { value: one.made }, { dependsOn: one });
