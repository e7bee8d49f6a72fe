import { spawn } from "node:child_process";
import { ensureLocalEngine } from "../../docker/local-engine";
import { parseWanted } from "../../images/arguments";
import { buildStandIns } from "../../images/build";
import { withTempFolder } from "../../images/temp-folder";
import { endToEndTests } from "../run/vitest";
import { docker } from "../support/docker";
import { IS_LONG_RUN } from "../support/long-run";
import { EACH_TIME, IN_LONG_RUN, type Part } from "./parts";
import { startDocker } from "./start";
import { type VersionName, versionNamed } from "./versions";

/**
 * `run.ts [VERSION [FILE...]]`: end-to-end tests on another Docker than this machine's.
 * Without a version: what every run of all tests has to show, or with `BERTH_FAULTS=all` more of it.
 */
async function main(args: readonly string[]): Promise<number> {
  const [name, ...words] = args;
  if (name !== undefined) versionNamed(name);
  const obstacle = whyNot();
  if (obstacle) {
    console.log(`end-to-end tests on other Dockers: left out, ${obstacle}`);
    return name === undefined ? 0 : 1;
  }
  const { BERTH_FAULTS: faults = "" } = process.env;
  const wanted: readonly Part[] = name
    ? [{ version: name as VersionName, words, faults }]
    : [...EACH_TIME, ...(IS_LONG_RUN ? IN_LONG_RUN : [])];
  const stopEngine = await ensureLocalEngine(console.log);
  try {
    await buildStandIns(parseWanted([]), { docker, log: (text) => process.stdout.write(text) });
    let worst = 0;
    for (const part of wanted) worst = Math.max(worst, await runPart(part));
    return worst;
  } finally {
    await stopEngine();
  }
}

/** The tests see the other Docker as this machine's own, which needs namespaces. */
function whyNot(): string | undefined {
  if (process.platform !== "linux") return "they need Linux";
  if (process.getuid?.() !== 0) return "they need root";
  return undefined;
}

function runPart({ version: name, words, faults = "" }: Part): Promise<number> {
  return withTempFolder("berth-docker-", async (folder, signal) => {
    const started = await startDocker(name, folder);
    try {
      console.log(`end-to-end tests on Docker ${started.version} (${started.storage})`);
      const inside = spawn(
        "nsenter",
        [
          ...["--target", String(started.pid), "--net", "unshare", "--mount", "sh", "-c"],
          // Whoever opens the usual socket in this namespace reaches the other Docker.
          ...['mount --bind "$1" /var/run/docker.sock && shift && exec "$@"', "sh"],
          ...[started.socket, process.execPath, ...endToEndTests(words)],
        ],
        {
          stdio: "inherit",
          env: {
            ...process.env,
            TMPDIR: folder,
            BERTH_DOCKER: name,
            BERTH_DOCKER_PID: String(started.pid),
            BERTH_FAULTS: faults,
          },
          signal,
        },
      );
      return await new Promise<number>((resolve, reject) => {
        inside.once("error", reject);
        inside.once("close", (code) => resolve(code ?? 1));
      });
    } finally {
      await started.remove();
    }
  });
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(`error: ${error.message}`);
    process.exitCode = 1;
  },
);
