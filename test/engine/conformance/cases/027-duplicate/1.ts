import { Thing } from "../../thing";

const first = new Thing("same", { value: 1 });
new Thing("same", { value: 2 }, { dependsOn: first });
