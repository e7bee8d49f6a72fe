import { Box, Thing } from "../../thing";

const box = new Box("box", { value: 1 });
const other = new Box("other", { value: 1 }, { dependsOn: box });
new Thing("after", { value: other.content.made }, { dependsOn: [box] });
