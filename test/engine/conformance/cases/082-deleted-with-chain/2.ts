import { Thing } from "../../thing";

new Thing("other");
