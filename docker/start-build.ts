import type Docker from "dockerode";

/** A stream of a tar, of whichever library. */
interface Archive {
  once(event: "error", listener: (error: Error) => void): unknown;
}

/** Parameters of a build: https://docs.docker.com/reference/api/engine/version/v1.51/#tag/Image/operation/ImageBuild */
export type BuildQuery = Record<string, unknown>;

/**
 * Sends a context to be built; the answer is the stream of the build's progress. It goes straight through
 * dockerode's connection, as its own call opens a session that offers one login to every registry.
 */
export function startBuild(
  docker: Docker,
  archive: Archive,
  query: BuildQuery,
  signal?: AbortSignal,
): Promise<NodeJS.ReadableStream> {
  const request = {
    method: "POST",
    path: "/build?",
    file: archive,
    options: query,
    abortSignal: signal,
    isStream: true,
    statusCodes: { 200: true, 400: "bad parameter", 500: "server error" },
  };
  return new Promise((resolve, reject) => {
    archive.once("error", reject);
    docker.modem.dial(request as never, (error: unknown, stream: unknown) => {
      if (error) reject(error);
      else resolve(stream as NodeJS.ReadableStream);
    });
  });
}
