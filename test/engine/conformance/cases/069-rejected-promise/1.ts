import { Thing } from "../../thing";

new Thing("one", { value: 1 });
Promise.reject(new Error("nobody waits for it"));
