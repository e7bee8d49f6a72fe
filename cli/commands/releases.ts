import { listReleases, type Release, releaseTable } from "../../components/app/releases";
import { engineError } from "../../deploy/checks/engine-error";
import { UserError } from "../../shared/errors";
import { userName } from "../../shared/user-name";
import { probesOf } from "../history/past";
import { findPlace } from "../stack/find-place";
import { folderOf } from "../stack/folder";
import { openPlace } from "../stack/stack-place";
import type { Run } from "./command";

/** `releases`: lists a stack's releases. Only the Docker engine is asked. */
export const releases: Run = async (line, { cwd, machine: { env } }) => {
  const stack = line.text("stack");
  const folder = folderOf(cwd, line.text("cwd"));
  const { docker, id, host } = openPlace(stack, folder, env);
  const found = await listReleases(docker, id).catch((error) => {
    throw new UserError(engineError(host, error, userName(), id.stack));
  });
  const probes = probesOf(findPlace(stack, folder, env));
  const probeOf = ({ id, digests, references }: Release) =>
    [id, ...digests, ...references].flatMap((name) => probes.get(name) ?? [])[0];
  const lines = line.has("json")
    ? [
        JSON.stringify(
          found.map((one) => ({ ...one, probe: probeOf(one) })),
          null,
          2,
        ),
      ]
    : releaseTable(found, probeOf);
  process.stdout.write(`${lines.join("\n")}\n`);
};
