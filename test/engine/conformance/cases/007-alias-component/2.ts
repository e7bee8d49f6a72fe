import { Box } from "../../thing";

new Box("after", { value: 1 }, { aliases: [{ name: "before" }] });
