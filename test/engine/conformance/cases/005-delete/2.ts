import { Thing } from "../../thing";

new Thing("kept");
