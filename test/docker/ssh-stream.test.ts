import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";

import { SshError, sshStream } from "../../docker/ssh-stream";

afterEach(() => vi.unstubAllEnvs());

/** Puts a shell script in the ssh client's place. */
function ssh(script: string): void {
  const folder = mkdtempSync(join(tmpdir(), "berth-ssh-"));
  const path = join(folder, "ssh");
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  vi.stubEnv("PATH", `${folder}:${process.env.PATH}`);
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
}

test("ssh's last line is why it ended", async () => {
  ssh(
    "echo 'Connection closed by 192.0.2.1' >&2; echo 'Permission denied (publickey).' >&2; exit 255",
  );
  const read = async () => {
    for await (const _ of sshStream(["server"]));
  };
  await expect(read()).rejects.toThrow(new SshError("Permission denied (publickey).", 255));
});

test("a reader who takes a while gets all that was sent", async () => {
  ssh("head -c 400000 /dev/zero");
  let bytes = 0;
  for await (const piece of sshStream(["server"])) {
    bytes += piece.length;
    // Longer than the last words of a client may take.
    if (bytes < 100_000) await sleep(300);
  }
  expect(bytes).toBe(400_000);
});

test("what shares the connection holds neither the stream nor the process", async () => {
  ssh("sleep 5 & echo $!");
  const pieces: Buffer[] = [];
  const stream = sshStream(["server"]);
  for await (const piece of stream) pieces.push(piece);
  const holder = Number(Buffer.concat(pieces).toString());
  expect(() => process.kill(holder, 0), "it runs still").not.toThrow();
  process.kill(holder);
});
