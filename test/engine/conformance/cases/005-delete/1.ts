import { Box, Thing } from "../../thing";

const kept = new Thing("kept");
const box = new Box("box", { value: kept.made });
new Thing("user", { value: box.content.made });
