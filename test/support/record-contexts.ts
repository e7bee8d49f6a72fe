/**
 * Asks the docker client what it makes of the generated contexts, and writes that down:
 *
 *     node --require ./register.cjs test/support/record-contexts.ts
 *
 * It wants Docker before 28: later ones refuse names that are not UTF-8.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { askDocker, RECORDED } from "./docker-answers";
import { CONTEXTS } from "./generated-contexts";

const answers = Array.from({ length: CONTEXTS }, (_, seed) => JSON.stringify(askDocker(seed)));
writeFileSync(join(process.cwd(), RECORDED), `[\n${answers.join(",\n")}\n]\n`);
