import { Thing } from "../../thing";

new Thing("one", { seen: true, value: 2 } as object);
