import { Box, Thing } from "../../thing";

const box = new Box("box", { value: 1 });
new Thing("after", { value: 1 }, { dependsOn: [box] });
