import { describe, expect, it } from "vitest";
import { z } from "zod";
import { setting } from "../../settings";
import { parseSections } from "../../settings/language/check";
import type { Condition } from "../../settings/language/defaults";
import {
  documentedSettings,
  exampleCommand,
  hasExample,
  renderTables,
} from "../../settings/language/docs";
import { filled } from "../../settings/language/filled";
import { withShortForm } from "../../settings/language/short-form";
import { count, dockerName, flag, nonEmptyText } from "../../settings/language/values";
import { FILE, rawConfig } from "./raw-config";

const isOnce: Condition = { path: ["workers", "NAME", "once"], is: "true", words: "once" };

const worker = z.strictObject({
  command: setting(nonEmptyText, {
    description: "What it runs.",
    accepted: "a text",
    example: "celery",
  }),
  once: setting(z.enum(["true", "false"]), {
    description: "Whether there is one.",
    accepted: "true or false",
    example: "true",
    defaults: { both: "false" },
  }).optional(),
  replicas: setting(count(1, 10), {
    description: "How many run.",
    accepted: "a whole number from 1 to 10",
    example: "3",
    defaults: { both: 2, when: [[isOnce, 1]] },
  }).optional(),
});

const DASHED = "lower-case letters, digits and dashes";

const sections = {
  mode: setting(z.enum(["dev", "prod"]), {
    description: "The mode.",
    accepted: "dev or prod",
    example: "dev",
  }),
  workers: setting(z.record(dockerName, withShortForm("command", worker)), {
    description: "Workers by name.",
    accepted: "a map of names to commands or objects",
    example: "celery worker",
    entry: { key: "mail", accepted: "a command, or an object with the key command", names: DASHED },
    short: "command",
    defaults: { both: {} },
  }).optional(),
  boxes: setting(
    z.record(
      dockerName,
      z.strictObject({
        open: setting(flag, {
          description: "Whether it is open.",
          accepted: "true or false",
          example: "true",
        }),
      }),
    ),
    {
      description: "Boxes by name.",
      accepted: "a map of names to objects",
      entry: { key: "red", accepted: "an object with the key open", names: DASHED },
      defaults: { both: {} },
    },
  ).optional(),
};
const root = z.strictObject(sections);

const parse = (values: object) =>
  parseSections(FILE, rawConfig({ mode: "dev", ...values }), sections);

const workersOf = (values: object) => {
  const written = parse(values);
  return filled(sections.workers, written.workers, { root, mode: written.mode, written });
};

describe("the entries of a map", () => {
  it("have the defaults of their group, each by its own settings", () => {
    const workers = { mail: "celery", beat: { command: "beat", once: "true" } };
    expect(workersOf({ workers })).toEqual({
      mail: { command: "celery", once: "false", replicas: 2 },
      beat: { command: "beat", once: "true", replicas: 1 },
    });
    expect(workersOf({})).toEqual({});
  });

  it.each([
    [
      { workers: { mail: { command: "x", replica: 3 } } },
      "berth:workers.mail.replica: given a key that does not exist; accepted: workers.mail.replicas (did you mean this?), or the keys command, once, replicas\n    mend: pulumi config set --stack dev --path workers.mail.replicas 3 && pulumi config rm --stack dev --path workers.mail.replica",
    ],
    [
      { workers: { mail: { command: "x", replicas: 99 } } },
      "berth:workers.mail.replicas: given 99; accepted: a whole number from 1 to 10\n    mend: pulumi config set --stack dev --path workers.mail.replicas 3",
    ],
    [
      { workers: { mail: 5 } },
      `berth:workers.mail: given 5; accepted: a command, or an object with the key command\n    mend: pulumi config set --stack dev --path --type string workers.mail 'celery worker'`,
    ],
    [
      { workers: { mail: {} } },
      "berth:workers.mail.command: given nothing; accepted: a text\n    mend: pulumi config set --stack dev --path workers.mail.command celery",
    ],
    [
      { workers: "celery" },
      `berth:workers: given "celery"; accepted: a map of names to commands or objects\n    mend: pulumi config set --stack dev --path workers.mail 'celery worker'`,
    ],
    [
      { workers: { My_Mail: "x" } },
      `berth:workers.My_Mail: given the name "My_Mail"; accepted: a name of ${DASHED}\n    mend: rename workers.My_Mail to workers.my-mail in Pulumi.dev.yaml, or drop it: pulumi config rm --stack dev --path workers.My_Mail`,
    ],
    [
      { boxes: { red: "x" } },
      'berth:boxes.red: given "x"; accepted: an object with the key open\n    mend: pulumi config rm --stack dev --path boxes.red && pulumi config set --stack dev --path boxes.red.open true',
    ],
    [
      { boxes: "x" },
      'berth:boxes: given "x"; accepted: a map of names to objects\n    mend: pulumi config set --stack dev --path boxes.red.open true',
    ],
    [
      { command: "x" },
      "berth:command: given a key that does not exist; accepted: the keys mode, workers, boxes\n    mend: pulumi config rm --stack dev command",
    ],
  ])("are wrong one by one: %j", (values, message) => {
    expect(() => parse(values)).toThrow(
      `Pulumi.dev.yaml has 1 problem; nothing was changed.\n  ${message}`,
    );
  });

  it("are documented below the name NAME", () => {
    const tables = renderTables(root);
    expect(tables).toContain("## `workers`");
    expect(tables).toContain(
      "| `workers.NAME.replicas` | How many run.         | a whole number from 1 to 10           | 2 (1 with once) | 2 (1 with once) |",
    );
    expect(documentedSettings(root).filter(hasExample).map(exampleCommand)).toEqual([
      "pulumi config set mode dev",
      "pulumi config set --path workers.mail 'celery worker'",
      "pulumi config set --path workers.mail.command celery",
      "pulumi config set --path workers.mail.once true",
      "pulumi config set --path workers.mail.replicas 3",
      "pulumi config set --path boxes.red.open true",
    ]);
  });
});
