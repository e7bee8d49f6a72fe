import { shellWord } from "../../shared/shell-word";

/** Without the program that restarts it, it runs as it is, and says so. */
const SCRIPT = `if command -v watchfiles >/dev/null; then
  exec watchfiles --filter python --target-type command --sigint-timeout "$1" "$2" /app
fi
echo 'berth: the image has no watchfiles, so a change of the source does not restart this process' >&2
shift 2
exec "$@"`;

/**
 * A command that starts again when Python source below /app changes, where the image has the package
 * watchfiles: https://watchfiles.helpmanual.io/cli/
 *
 * @param graceSeconds how long it may take to stop.
 */
export const reloading = (command: readonly string[], graceSeconds: number): string[] => [
  ...["sh", "-c", SCRIPT, "reload", String(graceSeconds)],
  ...[command.map(shellWord).join(" "), ...command],
];
