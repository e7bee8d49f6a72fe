import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mustBackup } from "../support/backup";
import { docker, leftovers } from "../support/docker";
import { ENGINES } from "../support/engines";
import { get } from "../support/http";
import { Project, succeeded } from "../support/project";

const PORT = 18470;
const NAME = "e2e-foreign";
const LABEL = "e2e.foreign";
const IMAGE = "redis:8";

/** The labels of others: of nobody, of somebody, and of another stack of this very project. */
const LABELS: Record<string, Record<string, string>> = {
  plain: {},
  marked: { owner: "somebody" },
  stack: { "berth.project": NAME, "berth.stack": "prod", "berth.role": "app" },
};

/** Everything that Berth did not make, as it is now; compared before and after whatever it does. */
async function foreign(): Promise<unknown> {
  const own = { filters: { label: [LABEL] } };
  const containers = await docker.listContainers({ all: true, ...own });
  const { Volumes: volumes } = await docker.listVolumes(own);
  const networks = await docker.listNetworks(own);
  const images = await docker.listImages(own);
  return {
    containers: containers.map(({ Id, Names, State }) => [Id, Names, State]).sort(),
    volumes: volumes.map(({ Name }) => [Name, fileIn(Name)]).sort(),
    networks: networks.map(({ Id, Name }) => [Id, Name]).sort(),
    images: images.map(({ Id, RepoTags }) => [Id, RepoTags]).sort(),
  };
}

const mounted = (volume: string) => ["run", "--rm", "--network", "none", "-v", `${volume}:/data`];

function fileIn(volume: string): string {
  const words = [...mounted(volume), "--entrypoint", "cat", IMAGE, "/data/theirs"];
  return execFileSync("docker", words, { encoding: "utf8" });
}

const makeVolume = async (name: string, labels: Record<string, string>) => {
  await docker.createVolume({ Name: name, Labels: { ...labels, [LABEL]: "" } });
  const write = `echo ${name} > /data/theirs`;
  execFileSync("docker", [...mounted(name), "--entrypoint", "sh", IMAGE, "-c", write]);
};
const makeNetwork = (name: string, labels: Record<string, string>) =>
  docker.createNetwork({ Name: name, Labels: { ...labels, [LABEL]: "" } });
const makeContainer = async (name: string, labels: Record<string, string>) => {
  const made = await docker.createContainer({
    name,
    Image: IMAGE,
    Cmd: ["sleep", "1000"],
    Labels: { ...labels, [LABEL]: "" },
    HostConfig: { NetworkMode: "none" },
  });
  await made.start();
};

async function removeForeign(isMeant: (name: string) => boolean = () => true): Promise<void> {
  const own = { filters: { label: [LABEL] } };
  for (const { Id, Names } of await docker.listContainers({ all: true, ...own })) {
    if (isMeant(Names[0]?.slice(1) ?? "")) {
      await docker.getContainer(Id).remove({ force: true, v: true });
    }
  }
  for (const { Name } of (await docker.listVolumes(own)).Volumes) {
    if (isMeant(Name)) await docker.getVolume(Name).remove();
  }
  for (const { Id, Name } of await docker.listNetworks(own)) {
    if (isMeant(Name)) await docker.getNetwork(Id).remove();
  }
}

/** Nothing is said of other things, such as the way to mend it. */
const problems = (output: string) =>
  output
    .split("\n")
    .flatMap((line) => /the (volume|network|container name) (\S+)/.exec(line)?.[2] ?? []);

describe(`what others have under our names, under ${ENGINES.join(" and ")}`, () => {
  const project = new Project(NAME);
  const named = (role: string) => `${NAME}-dev-${role}`;
  const config = {
    mode: "dev",
    source: "image",
    app: { name: "widgets", port: PORT, keepImages: 1 },
    database: { engine: "redis", keepData: true },
    backup: { schedule: "17 3 * * *" },
  };
  const releases = () => {
    const options = { cwd: project.folder, encoding: "utf8" } as const;
    const { stdout, status } = spawnSync(
      project.path("pulumiw"),
      ["releases", "--stack", "dev"],
      options,
    );
    expect(status).toBe(0);
    return stdout;
  };
  const stateFile = () => project.path(".pulumi", "stacks", NAME, "dev.json");

  beforeAll(async () => {
    await removeForeign();
    cpSync(resolve(__dirname, "../../images"), project.path("images"), { recursive: true });
    await project.stack("dev", config);
    for (const [index, labels] of Object.values(LABELS).entries()) {
      // One of each is in the way, and one beside it is not.
      await makeContainer(named(["app", "database", "backup"][index] ?? ""), labels);
      await makeVolume(named(["redis-data", "database-secrets", "backups"][index] ?? ""), labels);
      await makeContainer(named(`theirs-${index}`), labels);
      await makeVolume(named(`theirs-${index}`), labels);
      await makeNetwork(named(`theirs-${index}`), labels);
    }
    await makeNetwork(named("").slice(0, -1), {});
    const dockerfile = `FROM ${IMAGE}\nLABEL ${LABEL}=`;
    for (const tag of ["theirs", "served-theirs"]) {
      execFileSync("docker", ["build", "-q", "-t", `${NAME}-dev/widgets:${tag}`, "-"], {
        input: dockerfile,
      });
    }
  });
  afterAll(async () => {
    await removeForeign();
    for (const tag of ["theirs", "served-theirs"]) {
      await docker.getImage(`${NAME}-dev/widgets:${tag}`).remove({ force: true });
    }
    await project.remove();
  });

  test("preview and up name all that is in the way, and nothing of it is touched", async () => {
    const before = await foreign();
    for (const run of ["preview", "up", "up"] as const) {
      const { code, output } = await project[run]("dev");
      expect(code, output).not.toBe(0);
      expect(new Set(problems(output)), output).toEqual(
        new Set(
          ["app", "database", "backup", "redis-data", "database-secrets", "backups"]
            .map(named)
            .concat(`${NAME}-dev`),
        ),
      );
    }
    succeeded(await project.destroy("dev"));
    succeeded(await project.destroy("dev"));
    expect(await foreign()).toEqual(before);
    const ours = (await leftovers(NAME)).filter((it) => !it.includes("theirs"));
    expect(ours.sort()).toEqual([`container ${named("backup")}`, `volume ${named("backups")}`]);
  });

  test("what is beside ours lives through everything that a stack goes through", async () => {
    await removeForeign((name) => !name.includes("theirs"));
    const before = await foreign();
    await project.mustUp("dev");
    project.edit("app/widgets/routes.py", "Hello from", "Two from");
    await project.mustUp("dev", "--refresh");
    expect(await get(`http://localhost:${PORT}`)).toContain("Two from");
    expect(releases()).not.toContain("theirs");
    expect(await foreign()).toEqual(before);
  });

  test("and through backups and a restore", async () => {
    const before = await foreign();
    await mustBackup(project, "dev", "now", "./dump.rdb");
    await mustBackup(project, "dev", "now");
    await mustBackup(project, "dev", "restore", "./dump.rdb", "--yes");
    succeeded(await project.inTurn().pulumi("refresh", "--stack", "dev", "--yes"));
    expect(await foreign()).toEqual(before);
  });

  test("a stack whose state is gone is seen, and comes back with the command that is said", async () => {
    for (const engine of ENGINES) {
      rmSync(stateFile());
      const one = project.under(engine);
      succeeded(await one.pulumi("stack", "init", "dev"));
      for (const run of ["preview", "up"] as const) {
        const { code, output } = await one[run]("dev");
        expect(code, output).not.toBe(0);
        expect(output).toMatch(
          /the state of the stack dev is empty, and the engine at \S+ runs it/,
        );
      }
      const { output } = await one.up("dev");
      const [, copy = "", state = ""] = /cp '([^']+)' '([^']+)'/.exec(output) ?? [];
      expect(state).toBe(stateFile());
      cpSync(copy, state);
      await one.mustUp("dev", "--expect-no-changes");
    }
  });

  test("nor does a destroy take it, nor the up that takes kept data back", async () => {
    const before = await foreign();
    succeeded(await project.destroy("dev"));
    await project.mustUp("dev");
    succeeded(await project.destroy("dev"));
    expect(await foreign()).toEqual(before);
  });
});
