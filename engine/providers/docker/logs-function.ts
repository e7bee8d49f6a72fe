import { demultiplex } from "../../../docker/container-log";
import { orMissing } from "../../../docker/missing";
import { UserError } from "../../errors";
import type { AnswerMap, PropertyMap } from "../provider";
import type { Session } from "./handler";

/** What a container wrote so far, line by line; with `follow` until it ends. */
export async function getLogs(args: PropertyMap, { docker }: Session): Promise<AnswerMap> {
  const name = String(args.name);
  const given = (key: string, fallback: boolean) => (args[key] ?? fallback) === true;
  const limits = Object.fromEntries(
    ["since", "until", "tail"].flatMap((key) => (args[key] ? [[key, String(args[key])]] : [])),
  );
  const query = {
    stdout: given("showStdout", true),
    stderr: given("showStderr", true),
    follow: given("follow", false),
    timestamps: given("timestamps", false),
    details: given("details", false),
    ...limits,
  };
  const discardHeaders = given("discardHeaders", true);
  const logsListStringEnabled = given("logsListStringEnabled", true);
  const container = docker.getContainer(name);
  const found = await orMissing(container.inspect());
  if (!found) throw new UserError(`there is no container ${name} on the Docker engine`);
  const wanted = logsListStringEnabled
    ? await contentOf(container.logs({ ...query, follow: query.follow as true }))
    : Buffer.alloc(0);
  const isFramed = !found.Config.Tty && discardHeaders;
  const output = isFramed ? demultiplex(wanted) : wanted.toString("utf8");
  return {
    ...{ id: name, name, discardHeaders, logsListStringEnabled },
    ...{ showStdout: query.stdout, showStderr: query.stderr, follow: query.follow },
    ...{ timestamps: query.timestamps, details: query.details },
    ...limits,
    logsListStrings: output === "" ? [] : output.replace(/\n$/, "").split("\n"),
  };
}

/** Without `follow` it is there at once, else it is read to its end. */
async function contentOf(answer: Promise<NodeJS.ReadableStream | Buffer>): Promise<Buffer> {
  const source = await answer;
  if (Buffer.isBuffer(source)) return source;
  const parts: Buffer[] = [];
  for await (const part of source) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}
