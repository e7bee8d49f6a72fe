import { ALIASES, COMMANDS, COMMON } from "../../shared/command-table";
import { UserError } from "../../shared/errors";
import { OWN_COMMON } from "../../shared/own-command";
import { OWN_COMMANDS } from "../../shared/own-commands";
import { findProject } from "../../shared/project";
import { backendUrl, stateFolder } from "../../shared/workspace";
import { knownStacks } from "../stack/stack-files";
import type { Run, Surroundings } from "./command";
import { ownCommand, parseOwnLine } from "./line";

/** What each shell asks for the words that may come next. */
const SCRIPTS: Readonly<Record<string, string>> = {
  bash: `_pulumiw() {
  local IFS=$'\\n'
  COMPREPLY=($("\${COMP_WORDS[0]}" completions next -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _pulumiw pulumiw ./pulumiw
`,
  zsh: `#compdef pulumiw
_pulumiw() {
  local -a found
  found=("\${(@f)$("\${words[1]}" completions next -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -- $found
}
compdef _pulumiw pulumiw ./pulumiw
`,
  fish: `function __pulumiw_next
  set -l words (commandline -opc) (commandline -ct)
  type -q $words[1]; or return
  $words[1] completions next -- $words[2..-1] 2>/dev/null
end
complete -c pulumiw -f -a '(__pulumiw_next)'
`,
};

/** `completions`: a script for a shell, or the words that may come next, which that script asks for. */
export const completions: Run = async (line, surroundings) => {
  const [shell = ""] = line.operands;
  if (shell === "next") {
    const found = await next(line.passedOn, surroundings);
    process.stdout.write(found.map((word) => `${word}\n`).join(""));
    return;
  }
  const script = Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined;
  if (script === undefined) {
    throw new UserError(
      `completions: given "${shell}"; accepted: ${Object.keys(SCRIPTS).join(", ")}; for example: eval "$(./pulumiw completions bash)"`,
    );
  }
  process.stdout.write(script);
};

/** Names that are looked up only where one of them may come next. */
interface Names {
  stacks(): Promise<readonly string[]>;
  roles(before: readonly string[]): Promise<readonly string[]>;
}

/** @param words what is typed, the last one as far as it goes. */
async function next(words: readonly string[], { cwd, machine }: Surroundings): Promise<string[]> {
  return wordsAfter(words, {
    stacks: async () => {
      const project = findProject(cwd);
      if (!project) return [];
      return knownStacks(project, stateFolder(project, backendUrl(project, machine.env)));
    },
    roles: async (before) => {
      const given = ownCommand(before);
      if (!given) return [];
      const [{ openFor }, { partsFor }] = await Promise.all([import("./engine"), import("./ps")]);
      const parts = await partsFor(openFor(parseOwnLine(given), { cwd, machine }));
      return [...new Set(parts.map(({ role }) => role))];
    },
  }).catch(() => []);
}

/** The words that may come next, as far as the last one goes. */
export async function wordsAfter(words: readonly string[], names: Names): Promise<string[]> {
  const typed = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const matching = (all: readonly string[]) =>
    [...new Set(all)].filter((it) => it.startsWith(typed)).sort();
  const last = before.at(-1) ?? "";
  if (last === "--stack" || last === "-s") return matching(await names.stacks());
  if (last === "--color") return matching(["always", "auto", "never"]);
  if (last === "--engine") return matching(["embedded", "pulumi"]);
  if (before.includes("--")) return [];
  const given = before.filter((word, index) => !word.startsWith("-") && !isText(before[index - 1]));
  if (typed.startsWith("-")) return matching(flagsOf(given));
  const [first, second] = given;
  if (first === undefined) {
    const all = [...Object.keys(OWN_COMMANDS), ...engineCommands(), ...Object.keys(ALIASES)];
    return matching(all.map((it) => it.split(" ")[0] ?? ""));
  }
  const below = [...engineCommands(), ...Object.keys(OWN_COMMANDS)]
    .filter((it) => it.startsWith(`${first} `))
    .map((it) => it.split(" ")[1] ?? "");
  if (second === undefined && below.length > 0) return matching(below);
  const own = OWN_COMMANDS[first];
  if (own?.completes === "shell") return matching(Object.keys(SCRIPTS));
  if (!own?.completes || given.length - 1 >= own.most) return [];
  return matching(await names.roles(before));
}

const engineCommands = () => Object.keys(COMMANDS).filter((it) => !COMMANDS[it]?.official);

/** Whether a flag's text is the next word. */
function isText(word: string | undefined): boolean {
  if (!word?.startsWith("-")) return false;
  const all = Object.entries({
    ...COMMON,
    ...OWN_COMMON,
    engine: { type: "string" as const, short: undefined },
  });
  const flag = all.find(([name, { short }]) => word === `--${name}` || word === `-${short}`)?.[1];
  return flag?.type === "string";
}

function flagsOf([first = "", second = ""]: readonly string[]): string[] {
  const two = `${first} ${second}`;
  const own = OWN_COMMANDS[two] ?? OWN_COMMANDS[first];
  const flags = own
    ? { ...OWN_COMMON, ...own.flags }
    : { ...COMMON, ...(COMMANDS[two] ?? COMMANDS[first])?.flags };
  return [...Object.keys(flags), ...(own ? [] : ["engine"])].map((name) => `--${name}`);
}
