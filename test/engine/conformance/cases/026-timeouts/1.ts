import { Thing } from "../../thing";

new Thing("slow", { value: 1 }, { customTimeouts: { create: "1h30m", delete: "90s" } });
