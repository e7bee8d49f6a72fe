import { expect, test } from "vitest";
import { run } from "../../shared/run";

test("a failure shows the last lines and how the program ended", async () => {
  const failing = run("sh", ["-c", "echo reading; echo 'no such suite' >&2; exit 3"]);
  await expect(failing).rejects.toThrow("reading\nno such suite\nsh exited with 3");
});

test("a program that is not there is an error", async () => {
  await expect(run("berth-no-such-program", [])).rejects.toThrow("ENOENT");
});

test("an abort ends the program", async () => {
  const aborter = new AbortController();
  const running = run("sleep", ["60"], aborter.signal);
  aborter.abort();
  await expect(running).rejects.toThrow("aborted");
});
