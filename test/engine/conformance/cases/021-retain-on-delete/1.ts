import { Thing } from "../../thing";

new Thing("kept", { fails: "delete" }, { retainOnDelete: true });
