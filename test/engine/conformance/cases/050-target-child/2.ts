// $ up --yes --target **box-content
import { Box, Thing } from "../../thing";

new Box("box", { value: 2 });
new Thing("one", { value: 2 });
