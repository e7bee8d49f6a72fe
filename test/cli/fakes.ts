import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Answer, DockerApi } from "../../cli/docker-api";
import type { Notes } from "../../cli/engine/notes";
import type { Captured, Machine } from "../../cli/machine";

interface MachineFacts {
  env?: NodeJS.ProcessEnv;
  interactive?: boolean;
  /** What the person answers. */
  answer?: boolean;
  /** What programs print, by the start of their command line; others cannot be started. */
  programs?: Record<string, Captured>;
}

/** A machine that keeps what it was told. */
export function fakeMachine(facts: MachineFacts = {}) {
  const said: string[] = [];
  const asked: string[] = [];
  const ran: string[] = [];
  const machine: Machine = {
    env: facts.env ?? {},
    interactive: facts.interactive ?? false,
    say: (line) => void said.push(line),
    ask: async (question) => {
      asked.push(question);
      return facts.answer ?? false;
    },
    capture: async (command, args) => {
      const line = [command, ...args].join(" ");
      ran.push(line);
      const start = Object.keys(facts.programs ?? {}).find((candidate) =>
        line.startsWith(candidate),
      );
      return (start && facts.programs?.[start]) || { code: -1, output: `${command}: not found` };
    },
  };
  return { ...machine, said, asked, ran };
}

/** An engine that answers by path; an error where the answer is one, 404 to everything else. */
export function fakeApi(answers: Record<string, Answer | Error>) {
  const asked: string[] = [];
  const api: DockerApi = {
    get: async (path) => {
      asked.push(path);
      const answer = answers[path] ?? { status: 404, body: "" };
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  return { ...api, asked };
}

export function fakeNotes(notes: Record<string, string> = {}): Notes & {
  notes: Record<string, string>;
} {
  return {
    notes,
    get: (key) => notes[key],
    set: (key, value) => {
      notes[key] = value;
    },
  };
}

/** An error as the system raises it. */
export function systemError(code: string, message: string = code): Error {
  return Object.assign(new Error(message), { code });
}

/** A folder with these files, gone after the test. */
export function folderWith(files: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "berth wrapper-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}
