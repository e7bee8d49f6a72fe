import { BackupError } from "../../../backup/backup-error";
import type { Part } from "../../../backup/part";
import { engineError } from "../../../deploy/checks/engine-error";
import { UserError } from "../../../shared/errors";
import { userName } from "../../../shared/user-name";
import type { Machine } from "../../machine";
import { folderOf } from "../../stack/folder";
import { openPlace, type StackPlace } from "../../stack/stack-place";
import type { Run } from "../command";
import type { OwnLine } from "../line";

/** A command line, and where it acts. */
export interface Request {
  line: OwnLine;
  /** What of the stack is named. */
  named: Part;
  place: StackPlace;
  /** Where the command was given. */
  cwd: string;
  machine: Machine;
}

/** A command that needs no engine of Pulumi's: everything is found on the Docker engine. */
export const withPlace =
  (run: (request: Request) => Promise<void>): Run =>
  async (line, { cwd, machine }) => {
    const named = { database: line.text("database"), volume: line.text("volume") };
    if (named.database !== undefined && named.volume !== undefined) {
      throw new UserError(`${line.command}: given --database and --volume; name one of them`);
    }
    const place = openPlace(line.text("stack"), folderOf(cwd, line.text("cwd")), machine.env);
    await place.docker.ping().catch((error) => {
      throw new UserError(engineError(place.host, error, userName(), place.id.stack));
    });
    try {
      await run({ line, named, place, cwd, machine });
    } catch (error) {
      throw error instanceof BackupError ? new UserError(error.message) : error;
    }
  };

export const print = (text: string): void => void process.stdout.write(text);
