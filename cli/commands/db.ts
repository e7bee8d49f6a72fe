import {
  DATABASE_NAMES,
  type DatabaseEngineName,
  databaseEngine,
} from "../../components/databases";
import type { LightClient } from "../../docker/light-client";
import { UserError } from "../../shared/errors";
import type { Run, Surroundings } from "./command";
import { inspect } from "./containers";
import { nothingThere, type OpenPlace, openFor } from "./engine";
import { execute, ttyOf } from "./exec";
import { clientOf } from "./nodes";
import { type Part, runs } from "./part";
import { partsFor } from "./ps";

/** `db`: the client of a database, logged in. */
export const db: Run = async (line, surroundings) => {
  const place = openFor(line, surroundings);
  const part = await databasePart(place, line.operands[0], surroundings);
  const client = await clientOf(place, part, "sh", surroundings.machine.env);
  const engine = await engineIn(client, part);
  if (engine === undefined) {
    throw new UserError(
      `${part.name} is no database that Berth made; a shell in it: ./pulumiw shell ${part.role} --stack ${place.id.stack}`,
    );
  }
  const script = databaseEngine(engine).client(line.has("admin") ? "admin" : "app");
  const command = ["sh", "-c", script, "sh", ...line.passedOn];
  return execute(client, part, command, { tty: ttyOf(line), stack: place.id.stack });
};

/** What runs in every stack and is never a database. */
const OTHERS = /^(app|edge|release|run|jobs?|(job|process|service)-.*|backup|.*-backup)$/;

/** The database of that name, or the only one there is. */
async function databasePart(
  place: OpenPlace,
  name: string | undefined,
  { machine }: Surroundings,
): Promise<Part> {
  const all = await partsFor(place);
  if (all.length === 0) throw nothingThere(place, machine.env);
  const { stack } = place.id;
  const roles = [...new Set(all.map(({ role }) => role))].filter((role) => !OTHERS.test(role));
  const wanted = name ?? (roles.includes("database") || roles.length !== 1 ? "database" : roles[0]);
  const part = all.find((it) => it.role === wanted || it.name === wanted);
  if (!part) {
    const there = roles.length > 0 ? `there is ${roles.join(", ")}` : "it has none";
    const which = name === undefined ? "which database?" : `there is no database ${name};`;
    throw new UserError(`db: ${which} in the stack ${stack} ${there}`);
  }
  if (runs(part)) return part;
  throw new UserError(
    `the database ${part.name} does not run: it is ${part.state}; to see why: ./pulumiw logs ${part.role} --stack ${stack}; to start it: ./pulumiw restart ${part.role} --stack ${stack}`,
  );
}

/** The database engine whose data is in one of a container's volumes, as the volume's label or name says. */
export async function engineIn(
  client: LightClient,
  part: Part,
): Promise<DatabaseEngineName | undefined> {
  const mounts = (await inspect(client, part.id))?.Mounts ?? [];
  const volumes = await Promise.all(
    mounts.flatMap(({ Name: name }) =>
      name === undefined
        ? []
        : client.ask<{ Name: string; Labels: Record<string, string> | null }>(
            "GET",
            `/volumes/${name}`,
          ),
    ),
  );
  const labels = volumes.map(
    ({ Name, Labels }) => Labels?.["berth.database"] ?? /-([a-z]+)-data$/.exec(Name)?.[1],
  );
  return DATABASE_NAMES.find((engine) => labels.includes(engine));
}
