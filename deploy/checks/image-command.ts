import type Docker from "dockerode";
import { userError } from "../../shared/user-error";

/** Programs that take the words of a shell for arguments of their own. */
const TAKES_ARGUMENTS =
  /^(?:python[\d.]*|pypy[\d.]*|gunicorn|uvicorn|hypercorn|daphne|waitress-serve|flask|django-admin|celery|uwsgi|pyuwsgi|node)$/;

/**
 * Refuses a line for the shell where the image's ENTRYPOINT would be given `sh -c LINE` as arguments, as
 * far as the engine has the image.
 *
 * @throws pulumi.RunError with what mends it.
 */
export async function refuseLine(
  docker: Docker,
  reference: string,
  command: readonly string[] | undefined,
  stack: string,
): Promise<void> {
  const [shell, flag, line] = command ?? [];
  if (shell !== "sh" || flag !== "-c" || line === undefined) return;
  const image = await docker
    .getImage(reference)
    .inspect()
    .catch(() => undefined);
  const entrypoint = [image?.Config.Entrypoint ?? []].flat();
  const program = entrypoint[0]?.split("/").at(-1) ?? "";
  if (!TAKES_ARGUMENTS.test(program)) return;
  throw userError(
    [
      `app.command: given a line, which is run by sh -c, and the ENTRYPOINT of ${reference} is ${entrypoint.join(" ")}: that would be given "sh", "-c" and the line as arguments; nothing was changed.`,
      `  give it a list of the words that come after ${entrypoint.join(" ")}: ${listCommand(line, stack)}`,
    ].join("\n"),
  );
}

/** The commands that set the words of a line, where a split at its spaces may be what was meant. */
function listCommand(line: string, stack: string): string {
  const words = line.trim().split(/\s+/);
  const isPlain = words.every((word) => /^[\w@%+=:,./-]+$/.test(word)) && words.length <= 6;
  const set = `pulumi config set --stack ${stack} --path`;
  if (!isPlain) return `app.command: [WORD, WORD, ...] in Pulumi.${stack}.yaml`;
  return [
    `pulumi config rm --stack ${stack} --path app.command`,
    ...words.map(
      (word, index) => `${set} 'app.command[${index}]'${word.startsWith("-") ? " --" : ""} ${word}`,
    ),
  ].join(" && ");
}
