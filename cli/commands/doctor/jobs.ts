import { jobOfRole } from "../../../components/jobs/script";
import { ago } from "../amounts-in-words";
import type { Fault } from "../faults";
import { type Job, jobOf } from "../job-state";
import { clientOf } from "../nodes";
import { runs } from "../part";
import { type Look, on } from "./look";

/** How the last run of each job that has a schedule ended. */
export const jobs: Look = async ({ place, parts, now, env }) => {
  const all = await Promise.all(
    parts
      .filter((part) => jobOfRole(part.role) !== undefined && runs(part))
      .map(async (part) => jobOf(await clientOf(place, part, undefined, env), part, now)),
  );
  return all.flatMap((job) => runFaults(job, now, on(place)));
};

/** What is wrong with the last run of a job. Pure. */
export function runFaults({ name, last, timeout }: Job, now: number, stack: string): Fault[] {
  if (last === null || last.outcome === "ok") return [];
  const isStuck = last.outcome === "timeout";
  const how = isStuck
    ? `did not come to its end within ${timeout} s`
    : last.outcome === "broken-off"
      ? "was broken off"
      : `failed with exit code ${last.exitCode}`;
  const logs = `./pulumiw logs job-${name} ${stack} --tail 50`;
  const longer = `pulumi config set ${stack} --path jobs.${name}.timeout ${timeout * 2} && ./pulumiw up ${stack}`;
  return [
    {
      kind: isStuck ? "job-stuck" : "job-run-failed",
      when: "now",
      about: `job-${name}`,
      words: `the last run of the job ${name} ${how}, ${ago(last.started, now)} ago`,
      mend: `./pulumiw jobs run ${name} ${stack}   # ${isStuck ? `where it only needs longer: ${longer}; ` : ""}its log: ${logs}`,
    },
  ];
}
