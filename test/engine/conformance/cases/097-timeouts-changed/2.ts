import { Thing } from "../../thing";

new Thing("one", { value: 1 }, { customTimeouts: { create: "10m", delete: "1h30m" } });
