import type Docker from "dockerode";
import { afterEach, expect, test, vi } from "vitest";
import { documentedSettings } from "../../settings/docs";

afterEach(() => vi.resetModules());

/** Words about a container that was killed at its limit, and of an image without a check, as they are now. */
async function words() {
  const { killedForMemory } = await import(
    "../../components/platforms/docker/wait/container-verdict"
  );
  const { whyNotChecked } = await import("../../components/platforms/docker/wait/start-failure");
  const inspected = {
    Config: { Labels: { "berth.role": "process-worker" } },
    HostConfig: { Memory: 64 * 1024 * 1024 },
    State: { Health: { Log: [{ Output: 'exec: "curl": executable file not found in $PATH' }] } },
  } as unknown as Docker.ContainerInspectInfo;
  return [killedForMemory(inspected), whyNotChecked(inspected)];
}

test("a program that has no stack file of Berth's is given no setting of it", async () => {
  const [memory, check] = await words();
  expect(memory).toBe("killed for want of memory at its limit of 64 MB: give it more");
  expect(check).toContain("let its health check begin with a program of the image");
});

test("a stack file's keys are named where the program reads one", async () => {
  const { adviseBy } = await import("../../components/advice");
  const { MESSAGES } = await import("../../deploy/messages");
  adviseBy(MESSAGES);
  const [memory, check] = await words();
  expect(memory).toBe(
    "killed for want of memory at its limit of 64 MB: raise app.processes.worker.limits.memory",
  );
  expect(check).toContain("set app.healthCommand to a list of words");
});

test("an image's arguments go by the setting that they are from", async () => {
  const { advice, adviseBy } = await import("../../components/advice");
  const { MESSAGES } = await import("../../deploy/messages");
  const of = { id: { project: "widgets", stack: "prod" }, setting: undefined };
  expect(advice.argument("context", undefined)).toBe("context");
  expect(advice.giveArgument("context", "FOLDER", of)).toBe("context: FOLDER");
  adviseBy(MESSAGES);
  expect(advice.argument("context", undefined)).toBe("app.context");
  const ofService = { ...of, setting: "services.mail.build" };
  expect(advice.giveArgument("context", "FOLDER", ofService)).toBe(
    "pulumi config set --stack prod --path services.mail.build.context FOLDER",
  );
});

test("the settings that messages name are there", async () => {
  const { MESSAGES } = await import("../../deploy/messages");
  const keys = documentedSettings().map(({ path }) => path.join("."));
  const named = [
    MESSAGES.moreMemory("app"),
    MESSAGES.moreMemory("database-1"),
    MESSAGES.moreMemory("backup"),
  ];
  for (const text of named) expect(keys).toContain(text.replace(": raise ", ""));
});
