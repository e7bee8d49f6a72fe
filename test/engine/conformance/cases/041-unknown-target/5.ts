// $ preview --target urn:none
import { Thing } from "../../thing";

new Thing("one", { value: 2 });
