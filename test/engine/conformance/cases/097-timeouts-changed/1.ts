import { Thing } from "../../thing";

new Thing("one", { value: 1 }, { customTimeouts: { create: "5m" } });
