import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { frames } from "../docker/fake-engine";

const ROOT = resolve(__dirname, "../..");

/** Calls the function as the process of a dynamic provider does: Pulumi writes down no fields of classes. */
const SCRIPT = `
  const { showLog } = require("./components/platforms/docker/wait/shown-log");
  const { Readable } = require("node:stream");
  const { serializeFunction } = require("@pulumi/pulumi/runtime");
  serializeFunction(() => showLog, { isFactoryFunction: true }).then(async ({ text }) => {
    const made = {};
    new Function("exports", "require", text)(made, require);
    const log = Readable.from([Buffer.from(process.argv[1], "hex")]);
    console.log(await made.handler(async () => log, "pages-dev-job", "docker logs pages-dev-job")());
  });
`;

test("shows each line in the process of a dynamic provider, too", async () => {
  const log = frames("migr", "ating\ndone\n").toString("hex");
  const words = ["--require", "./register.cjs", "-e", SCRIPT, log];
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: ROOT });
  expect(stdout).toBe("pages-dev-job | migrating\npages-dev-job | done\ntrue\n");
});
