import { parseArgs } from "node:util";
import { listReleases, type Release, releaseTable } from "../../components/app/releases";
import { engineError } from "../../deploy/checks/engine-error";
import { UserError } from "../../shared/errors";
import { userName } from "../../shared/user-name";
import { probesOf } from "../history/past";
import { findPlace } from "../stack/find-place";
import { folderOf } from "../stack/folder";
import { openPlace } from "../stack/stack-place";

const USAGE = `Usage: ./pulumiw releases [--stack STACK]
       ./pulumiw releases diff [OLD] [NEW] [--stack STACK]

Lists the images that were built for a stack and are on its engine still, the newest first. The
setting release runs one of them again: pulumi config set release TAG

  --stack STACK   the stack that is meant
  --json          for programs
`;

/**
 * Lists a stack's releases on standard output. Only the Docker engine is asked.
 *
 * @param args the words of the command line.
 * @throws UserError with what is wrong and what to do.
 */
export async function runReleases(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const flags = flagsOf(args);
  if (flags.help) {
    process.stdout.write(USAGE);
    return;
  }
  const { docker, id, host } = openPlace(flags.stack, folderOf(cwd, flags.cwd), env);
  const releases = await listReleases(docker, id).catch((error) => {
    throw new UserError(engineError(host, error, userName(), id.stack));
  });
  const probes = probesOf(findPlace(flags.stack, folderOf(cwd, flags.cwd), env));
  const probeOf = ({ id, digests, references }: Release) =>
    [id, ...digests, ...references].flatMap((name) => probes.get(name) ?? [])[0];
  const lines = flags.json
    ? [
        JSON.stringify(
          releases.map((one) => ({ ...one, probe: probeOf(one) })),
          null,
          2,
        ),
      ]
    : releaseTable(releases, probeOf);
  process.stdout.write(`${lines.join("\n")}\n`);
}

function flagsOf(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        stack: { type: "string", short: "s" },
        cwd: { type: "string", short: "C" },
        json: { type: "boolean", short: "j" },
        "non-interactive": { type: "boolean" },
        color: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
    const [, ...more] = positionals;
    if (more.length === 0) return values;
    throw new Error(`given "${more.join(" ")}"; accepted: ./pulumiw releases, or releases diff`);
  } catch (error) {
    // What Node.js says of a flag goes on with advice that is for programs.
    const [first] = (error as Error).message.split(". ");
    throw new UserError(`releases: ${first}; see ./pulumiw releases --help`);
  }
}
