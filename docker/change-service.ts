import type Docker from "dockerode";
import { inSequence } from "./out-of-sequence";

/**
 * Changes what a service is to be.
 *
 * @param service its id or its name.
 * @param change from what it is to be by now.
 */
export async function changeService<Spec extends object>(
  docker: Docker,
  service: string,
  change: (spec: Spec) => Spec,
): Promise<void> {
  const found = docker.getService(service);
  await inSequence(async () => {
    const { Version: version, Spec: spec } = await found.inspect();
    await found.update({ _query: { version: version.Index }, _body: change(spec) });
  });
}
