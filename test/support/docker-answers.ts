import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Listing, listFolder, withoutBuildFiles } from "./context-listing";
import { generateContext, writeContext } from "./generated-contexts";

/** What the docker client answered, by seed. */
export const RECORDED = "test/support/docker-answers.json";

/** What an image has of a context, or that the docker client refuses its ignore file. */
export type DockerAnswer = Listing | "refused";

/** Builds with BuildKit, `FROM scratch` and `COPY . /`. */
export function askDocker(seed: number): DockerAnswer {
  const root = mkdtempSync(join(tmpdir(), "berth-asked-"));
  try {
    const context = generateContext(seed);
    const [from, to] = [join(root, "context"), join(root, "image")];
    mkdirSync(from);
    writeContext(context, from);
    const args = ["buildx", "build", "--output", `type=local,dest=${to}`];
    const build = [...args, "--file", join(from, context.dockerfile), from];
    const { status, stderr } = spawnSync("docker", build, { encoding: "utf8" });
    if (status === 0) return withoutBuildFiles(listFolder(to), context);
    if (/syntax error in pattern|illegal exclusion pattern/.test(stderr)) return "refused";
    throw new Error(`context ${seed}: ${stderr}`);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
