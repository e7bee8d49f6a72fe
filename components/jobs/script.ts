import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Where a job's container keeps what its runs came to. */
export const STATE_FOLDER = "/var/lib/berth";

/** The role of a job's container. */
export const jobRole = (job: string): string => `job-${job}`;

/** The job of a role; undefined where it is no job's. */
export const jobOfRole = (role: string): string | undefined => /^job-(.+)$/.exec(role)?.[1];

/** Environment variables by which a job's container knows what to do; the wrapper reads them, too. */
export const JOB_VARIABLES = {
  schedule: "BERTH_JOB_SCHEDULE",
  timeZone: "BERTH_JOB_ZONE",
  offsets: "BERTH_JOB_OFFSETS",
  timeout: "BERTH_JOB_TIMEOUT",
  state: "BERTH_JOB_STATE",
} as const;

const text = (name: string) => readFileSync(join(__dirname, name), "utf8");

/**
 * A command of a job's script, in one piece as the argument of a shell: it needs no place in the image.
 *
 * @param words `start` and the job's command, `now` and the id of a run, or `status`.
 */
export const scheduleCommand = (...words: readonly string[]): string[] => [
  "sh",
  "-c",
  text("schedule.sh")
    .replace('. "$HERE/.berth-due.sh"\n', () => text("due.sh"))
    .replace(/^ *#.*\n/gm, ""),
  "job",
  ...words,
];
