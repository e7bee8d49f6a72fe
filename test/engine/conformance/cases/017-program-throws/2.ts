import { Thing } from "../../thing";

new Thing("other", { value: 1 });
throw new Error("the program is wrong");
