import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderDocs } from "./docs";

writeFileSync(join(__dirname, "..", "docs", "settings.md"), renderDocs());
