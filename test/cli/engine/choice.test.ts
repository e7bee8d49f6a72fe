import { expect, test, vi } from "vitest";
import { chooseEngine } from "../../../cli/engine/choice";

const cli = { command: "/usr/bin/pulumi", version: "3.260.0", from: "PATH" };
const none = { why: "no pulumi CLI on PATH, in PULUMI_HOME or from npm" };

test("the official CLI, where there is one", async () => {
  expect(await chooseEngine(undefined, "0.1.0", async () => cli)).toEqual({
    kind: "pulumi",
    line: "pulumi 3.260.0 from PATH",
    ...cli,
  });
});

test("else the embedded engine, and why", async () => {
  expect(await chooseEngine(undefined, "0.1.0", async () => none)).toEqual({
    kind: "embedded",
    line: "embedded engine 0.1.0 (no pulumi CLI on PATH, in PULUMI_HOME or from npm)",
  });
});

test("the one that was asked for", async () => {
  const find = vi.fn(async () => cli);
  const embedded = { kind: "embedded", as: "BERTH_ENGINE=embedded" } as const;
  expect((await chooseEngine(embedded, "0.1.0", find)).line).toBe(
    "embedded engine 0.1.0 (BERTH_ENGINE=embedded)",
  );
  expect(find).not.toHaveBeenCalled();
  const official = { kind: "pulumi", as: "--engine pulumi" } as const;
  expect((await chooseEngine(official, "0.1.0", find)).line).toBe(
    "pulumi 3.260.0 from PATH (--engine pulumi)",
  );
});

test("the official CLI was asked for, and there is none", async () => {
  const official = { kind: "pulumi", as: "--engine pulumi" } as const;
  await expect(chooseEngine(official, "0.1.0", async () => none)).rejects.toThrow(
    "--engine pulumi: no pulumi CLI on PATH, in PULUMI_HOME or from npm; install it (https://www.pulumi.com/docs/iac/download-install/), or take --engine embedded",
  );
});
