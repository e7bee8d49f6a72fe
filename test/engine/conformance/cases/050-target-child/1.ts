import { Box, Thing } from "../../thing";

new Box("box", { value: 1 });
new Thing("one", { value: 1 });
