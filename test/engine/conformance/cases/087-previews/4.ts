// $ preview --expect-no-changes
import { Thing } from "../../thing";

new Thing("one", { value: 2 });
