import type { LightClient } from "../../../docker/light-client";
import { writtenChunks } from "../../../docker/written-lines";

/** What a command in a container prints; undefined where it cannot be run or fails. */
export async function capture(
  client: LightClient,
  container: string,
  command: readonly string[],
): Promise<string | undefined> {
  try {
    const { Id: id } = await client.ask<{ Id: string }>("POST", `/containers/${container}/exec`, {
      body: { Cmd: command, AttachStdout: true },
    });
    const socket = await client.hijack(`/exec/${id}/start`, { body: {} });
    socket.on("error", () => {});
    const chunks: Buffer[] = [];
    for await (const { chunk } of writtenChunks(socket, false)) chunks.push(chunk);
    const { ExitCode: code } = await client.ask<{ ExitCode: number }>("GET", `/exec/${id}/json`);
    return code === 0 ? Buffer.concat(chunks).toString() : undefined;
  } catch {
    return undefined;
  }
}
