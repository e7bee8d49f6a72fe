/** The processes of a Procfile by name: https://devcenter.heroku.com/articles/procfile */
export function processesOf(text: string): Record<string, string> {
  const lines = [...text.matchAll(/^\ufeff?([A-Za-z0-9_-]+):[ \t]*(.+?)[ \t]*$/gm)];
  return Object.fromEntries(lines.map(([, name = "", command = ""]) => [name, command]));
}

/** What comes before the last command of a line, and that command. */
const LAST = /^((?:.*(?:&&|;))?\s*)((?:[^&|;()`]|\$\([^&|;()`]*\)|>&)+)$/;

/** The shell's own words, which are no programs. */
const OF_THE_SHELL = /^(?:exec|cd|wait|exit|export|set|eval|trap|fi|done|esac|[.}])(?:\s|$)/;

/**
 * A command line of a Procfile, whose last program takes the shell's place: signals are to reach the server,
 * and a shell hands none on. A line that is not understood is run as it is.
 */
export function lineOf(web = ""): string[] {
  const [, before = "", last = ""] = LAST.exec(web) ?? [];
  const isProgram = last !== "" && !OF_THE_SHELL.test(last) && !isCutOff(last);
  // A variable before a program is a word of the shell's, too.
  const exec = /^\w+=/.test(last) ? "exec env" : "exec";
  return ["sh", "-c", isProgram ? `${before}${exec} ${last}` : web];
}

/** Whether it begins inside of quotes. */
const isCutOff = (text: string) => ["'", '"'].some((quote) => text.split(quote).length % 2 === 0);
