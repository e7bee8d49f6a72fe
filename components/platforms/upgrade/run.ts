import { randomBytes } from "node:crypto";
import type Docker from "dockerode";
import { orMissing } from "../../../docker/missing";
import { COUNTED, DUMP } from "../../databases/upgrade-script";
import { UPGRADES } from "../../databases/upgrade-scripts";
import { UPGRADE_LABEL, upgradeRole, upgradeVolumes } from "../../databases/versions";
import { labelMap, type StackId } from "../../labels";
import { COPY, FROM, firstCopy, TO } from "./copy-script";
import { findOldServer, type OldServer } from "./old-server";
import { removeStep, runStep, type StepPlace, StepTaken } from "./step";

/** The data of a database on its way from one major version to the next. */
export interface Upgrade {
  /** What its makers call the database engine. */
  product: string;
  engine: keyof typeof UPGRADES;
  /** The versions, as people write them. */
  from: string;
  to: string;
  /** What the engine has the new version's image by. */
  image: string;
  /** Where the images keep data, and whose it is. */
  folder: string;
  user: number;
}

export interface UpgradePlace extends StepPlace {
  id: StackId;
  /** The volume of the data. */
  data: string;
  /** The volume that keeps it as the old version had it. */
  former: string;
}

/**
 * Dumps the data by the old server and loads it by the new one, beside, before it takes the place of the old.
 *
 * Up to then the volume of the data is only read: the old server works on the copy that is kept. A mark says
 * from when on the volume is written to; a run that was cut off before begins anew, and after it goes on there.
 *
 * @throws Error with the reason; the old server serves again where nothing was changed.
 */
export async function upgrade(docker: Docker, place: UpgradePlace, to: Upgrade): Promise<void> {
  const { data } = place;
  const { mark } = upgradeVolumes(data);
  const say = (words: string) =>
    console.log(`${place.role}: ${to.product} ${to.from} -> ${to.to}: ${words}`);
  await removeStep(docker, place);
  if (!(await orMissing(docker.getVolume(mark).inspect()))) {
    const server = await findOldServer(docker, place.id, place.role);
    say("the old server is stopped, and its data copied");
    await server.stop();
    try {
      await prepare(docker, place, to, server, say);
      if (!(await server.isStopped())) {
        throw new Error("the old server was started meanwhile, and may have written since");
      }
    } catch (error) {
      // A run whose command was killed may go on until then; to start the server would be the other's loss.
      if (error instanceof StepTaken) throw error;
      await tidyUp(docker, place);
      await removeVolume(docker, place.former);
      await server.start();
      throw new Error(
        `${to.product} ${to.from} -> ${to.to} did not come about: ${(error as Error).message}\nnothing was changed: the old server serves again, with its data`,
      );
    }
    await server.hold();
    await makeVolume(docker, place, mark, { [UPGRADE_LABEL]: `${to.from} ${to.to}` });
  }
  say("changing places");
  await takePlace(docker, place, to);
  await tidyUp(docker, place);
  say(`done; the volume ${place.former} has the data as it was`);
}

/** All that can fail, while nothing of the old is touched. */
async function prepare(
  docker: Docker,
  place: UpgradePlace,
  to: Upgrade,
  server: OldServer,
  say: (words: string) => void,
): Promise<void> {
  const { data, former } = place;
  const { dump, beside } = upgradeVolumes(data);
  for (const volume of [dump, beside, former]) await removeVolume(docker, volume);
  for (const volume of [dump, beside, former]) await makeVolume(docker, place, volume);
  const size = await runStep(docker, place, {
    image: server.image,
    script: firstCopy(DUMP, to.user),
    binds: [`${data}:${FROM}:ro`, `${former}:${TO}`, `${dump}:${DUMP}`],
  });
  say(`dumping ${size} MB by the old version`);
  const secrets = server.secrets ? [`${server.secrets}:/run/secrets:ro`] : [];
  const env = server.secrets ? ["MYSQL_HOME=/run/secrets"] : [];
  const scripts = UPGRADES[to.engine];
  const user = String(to.user);
  await runStep(docker, place, {
    image: server.image,
    script: scripts.dump,
    binds: [`${former}:${to.folder}`, `${dump}:${DUMP}`, ...secrets],
    user,
    env,
  });
  say("loading beside by the new version");
  const password = randomBytes(16).toString("hex");
  const left = await runStep(docker, place, {
    image: to.image,
    script: scripts.load,
    binds: [`${beside}:${to.folder}`, `${dump}:${DUMP}`, ...secrets],
    user,
    env: [...env, ...FIRST_START.map((name) => `${name}=${password}`), HASHED],
    hidden: ["/docker-entrypoint-initdb.d"],
  });
  if (left) say(left);
  const words = await runStep(docker, place, {
    image: to.image,
    script: `cat ${DUMP}/words && wc -l <${COUNTED.after} >/dev/null`,
    binds: [`${dump}:${DUMP}:ro`],
  });
  say(`checked: ${words} are the same in both`);
}

/** What images want of a first start; the stack's own passwords hold from the next one on. */
const FIRST_START = ["POSTGRES_PASSWORD", "MYSQL_ROOT_PASSWORD"];
const HASHED = "POSTGRES_INITDB_ARGS=--auth-host=scram-sha-256";

async function takePlace(docker: Docker, place: UpgradePlace, { image }: Upgrade): Promise<void> {
  const { beside } = upgradeVolumes(place.data);
  try {
    await runStep(docker, place, {
      image,
      script: COPY,
      binds: [`${beside}:${FROM}:ro`, `${place.data}:${TO}`],
    });
  } catch (error) {
    throw new Error(
      `the new data could not be put in its place: ${(error as Error).message}; it is whole in the volume ${beside}, and the old data in ${place.former}: the next pulumi up goes on here`,
    );
  }
}

/** The mark goes last but for what it stands for. */
export async function tidyUp(docker: Docker, place: Omit<UpgradePlace, "former">): Promise<void> {
  const { dump, beside, mark } = upgradeVolumes(place.data);
  await removeStep(docker, place);
  for (const volume of [mark, beside, dump]) await removeVolume(docker, volume);
}

async function makeVolume(
  docker: Docker,
  { id, role }: StepPlace,
  Name: string,
  labels: Record<string, string> = {},
): Promise<void> {
  await docker.createVolume({ Name, Labels: { ...labelMap(id, upgradeRole(role)), ...labels } });
}

/** Removes a volume of an upgrade; anybody else's stays. */
export async function removeVolume(docker: Docker, name: string): Promise<boolean> {
  const found = await orMissing(docker.getVolume(name).inspect());
  if (!found?.Labels?.["berth.role"]?.endsWith(upgradeRole(""))) return false;
  await docker.getVolume(name).remove();
  return true;
}
