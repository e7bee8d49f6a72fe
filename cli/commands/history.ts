import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../../shared/errors";
import { textTable } from "../../shared/text-table";
import { asMapping, asText, type Mapping } from "../../shared/yaml-file";
import type { Run } from ".";
import { colorsFor } from "./colors";
import { readState } from "./doctor/state";
import { type OpenPlace, openFor } from "./engine";

/** One run over a stack. */
export interface Past {
  /** In ISO 8601. */
  when: string;
  /** `update`, `destroy`, `refresh`, `import`. */
  kind: string;
  result: string;
  seconds: number;
  changes: Record<string, number>;
  who?: string;
  commit?: string;
  message?: string;
  /** The image that the app had afterwards. */
  image?: string;
}

/** `history`: who changed a stack, when, from which commit, and what changed. */
export const history: Run = async (line, surroundings) => {
  const most = line.text("last") ?? "20";
  if (!/^[1-9]\d*$/.test(most)) {
    throw new UserError(`history: --last: given "${most}"; accepted: a whole number from 1 on`);
  }
  const place = openFor(line, surroundings);
  const past = pastOf(place, Number(most));
  if (line.has("json")) {
    process.stdout.write(`${JSON.stringify(past, null, 2)}\n`);
    return;
  }
  const { red, green } = colorsFor(line, surroundings.machine.env);
  const rows = past.map((it) => [
    it.when.slice(0, 16).replace("T", " "),
    it.kind,
    (it.result === "succeeded" ? green : red)(it.result),
    `${it.seconds} s`,
    changesOf(it.changes),
    it.image?.replace(/^sha256:/, "").slice(0, 12) ?? "-",
    it.commit?.slice(0, 8) ?? "-",
    it.who ?? "-",
    it.message ?? "",
  ]);
  const heading = [
    "WHEN (UTC)",
    "KIND",
    "RESULT",
    "TOOK",
    "CHANGES",
    "IMAGE",
    "COMMIT",
    "WHO",
    "MESSAGE",
  ];
  process.stdout.write(`${textTable([heading, ...rows]).join("\n")}\n`);
};

/** The last runs over a stack, the newest first. */
function pastOf({ state, project, id }: OpenPlace, most: number): Past[] {
  if (state === undefined) {
    throw new UserError(
      `the state of the stack ${id.stack} is in no folder of this machine; its history: ./pulumiw stack history --stack ${id.stack}`,
    );
  }
  const root = join(dirname(state), state.includes(join("stacks", project.name)) ? "../.." : "..");
  const folder = [project.name, ""]
    .map((name) => join(root, "history", name, id.stack))
    .find((it) => existsSync(it));
  const files = folder === undefined ? [] : readdirSync(folder);
  const runs = files
    .filter((name) => /\.history\.json(\.gz)?$/.test(name))
    .sort()
    .reverse();
  if (runs.length === 0) throw new UserError(`the stack ${id.stack} has no history yet`);
  return runs.slice(0, most).map((name) => {
    const file = join(folder ?? "", name);
    return pastIn(
      asMapping(JSON.parse(readFileSync(file, "utf8"))),
      readState(file.replace(".history.", ".checkpoint.")),
    );
  });
}

/** A run as it was noted, with what the state was afterwards. Pure. */
export function pastIn(noted: Mapping, after: Mapping): Past {
  const environment = asMapping(noted.environment);
  const start = Number(noted.startTime);
  const resources = Array.isArray(after.resources) ? after.resources.map(asMapping) : [];
  const stack = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  return {
    when: new Date(start * 1000).toISOString(),
    kind: String(noted.kind),
    result: String(noted.result),
    seconds: Number(noted.endTime) - start,
    changes: asMapping(noted.resourceChanges) as Record<string, number>,
    who: asText(environment["git.author"]) ?? asText(environment["git.committer"]),
    commit: asText(environment["git.head"]),
    message: asText(noted.message),
    image: asText(asMapping(stack?.outputs).image),
  };
}

/** As `+2 ~1 -1`; `-` where nothing changed. */
function changesOf({
  create = 0,
  update = 0,
  delete: deleted = 0,
  replace = 0,
}: Record<string, number>): string {
  const counts = [
    ["+", create],
    ["~", update],
    ["±", replace],
    ["-", deleted],
  ] as const;
  const given = counts.filter(([, count]) => count > 0).map(([sign, count]) => `${sign}${count}`);
  return given.join(" ") || "-";
}
