import { Box } from "../../thing";

new Box("before", { value: 1 });
