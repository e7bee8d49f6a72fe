import { Thing } from "../../thing";

new Thing("child", { value: 1 });
