import { expect, test } from "vitest";
import { ownCommand, parseOwnLine } from "../../../cli/commands/line";
import { fakeEngine } from "../../docker/fake-engine";
import { commandLine } from "./answers";

const shell = commandLine();

const read = (words: string) => {
  const given = ownCommand(words.split(" "));
  return given && parseOwnLine(given);
};

test.each([
  ["backup now dump.sql.gz -s prod", "backup now", ["dump.sql.gz"], { stack: "prod" }],
  ["--stack=prod -C shop backup ls", "backup ls", [], { stack: "prod", cwd: "shop" }],
  ["backup list", "backup ls", [], {}],
  ["backup --database cache -s dev ls", "backup ls", [], { database: "cache", stack: "dev" }],
  ["backup --yes restore latest", "backup restore", ["latest"], { yes: "true" }],
  ["backup get latest a.rdb", "backup get", ["latest", "a.rdb"], {}],
  ["backup restore latest --from prod -y", "backup restore", ["latest"], { from: "prod" }],
])("%s", (words, command, operands, texts) => {
  const line = read(words);
  expect(line).toMatchObject({ command, operands });
  for (const [name, value] of Object.entries(texts)) expect(line?.text(name), name).toBe(value);
});

test.each(["backup", "backup help", "backup --help"])("%s says what there is", async (words) => {
  await shell.runAsIs(words);
  expect(shell.printed).toContain("restore NAME|FILE");
});

test.each([
  ["backup show", 'backup: given "show"; accepted: now, ls, get, restore; see ./pulumiw backup'],
  ["backup ls prod", 'backup ls: given "prod"; accepted: ./pulumiw backup ls;'],
  ["backup get a b c", 'backup get: given "c"; accepted: ./pulumiw backup get NAME [FILE];'],
  ["backup ls --all", "backup ls: there is no flag --all; see ./pulumiw backup ls --help"],
  [
    "backup now --database a --volume b",
    "backup now: given --database and --volume; name one of them",
  ],
])("%s is refused, with what is accepted", async (words, message) => {
  await expect(shell.runAsIs(words)).rejects.toThrow(message);
});

test.each([
  ["backup restore", "backup restore: which backup? ./pulumiw backup restore NAME|FILE; see"],
  ["backup get", "backup get: which backup? ./pulumiw backup get NAME [FILE]; see"],
])("%s names none", async (words, message) => {
  const { address } = await fakeEngine({ "GET /_ping": () => ({ body: "OK" }) });
  shell.settings({ host: address });
  await expect(shell.run(words)).rejects.toThrow(message);
});
