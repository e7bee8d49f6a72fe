import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker, leftovers } from "../support/docker";
import { ENGINES } from "../support/engines";
import { get } from "../support/http";
import { Load } from "../support/load";
import { Project, type StackConfig, succeeded } from "../support/project";

const NAME = "e2e-rolling-secrets";
const PORT = 21460;
const URL = `http://127.0.0.1:${PORT}`;
const ROUTES = "app/widgets/routes.py";
const DOCKERFILE = "app/Dockerfile";

/** The sample's greeting, read at each request. */
const FROM_FILE = `Response(open("/run/secrets/greeting").read(), mimetype="text/plain")`;
const GREETING = `Response("Hello from widgets!", mimetype="text/plain")`;

describe(`secrets of a rolling app under ${ENGINES.join(" and ")}`, () => {
  const project = new Project(NAME, ENGINES);
  const deploy = () => project.mustUp("prod");
  let load: Load;

  const set = async (key: string, value: string, ...flags: string[]) => {
    const words = ["config", "set", "--stack", "prod", "--path", key, value, ...flags];
    succeeded(await project.pulumi(...words));
  };
  const greetWith = (secret: string) => set("app.secrets.greeting", secret, "--secret");

  /** Names of the volumes of the app's secrets, and when each was made. */
  async function volumes(): Promise<string[]> {
    const label = [`berth.project=${NAME}`, "berth.role=app-secrets"];
    const { Volumes: found } = await docker.listVolumes({ filters: { label } });
    return found.map((volume) => `${volume.Name} ${(volume as { CreatedAt?: string }).CreatedAt}`);
  }

  /** Deploys a version that never is healthy, and sees that the one that serves has what it had. */
  async function mustFail(served: string, ...flags: string[]): Promise<void> {
    const { code, output } = await project.up("prod", ...flags);
    expect(code, output).not.toBe(0);
    expect(output).toMatch(/is unhealthy.*404/s);
    expect(await get(URL)).toBe(served);
  }

  beforeAll(async () => {
    project.edit(ROUTES, GREETING, FROM_FILE);
    const app: StackConfig = { name: "widgets", port: `127.0.0.1:${PORT}`, startPeriod: 5 };
    await project.stack("prod", { mode: "prod", app, database: "redis", edge: { drain: 5 } });
    await greetWith("one");
    await deploy();
    load = new Load({
      url: URL,
      connections: [
        { count: 8, keepAlive: true },
        { count: 8, keepAlive: false },
      ],
    });
  });
  afterAll(() => project.remove());

  test("a change of the code alone leaves their volume as it is", async () => {
    const before = await volumes();
    project.edit(ROUTES, "Add every route", "Add each route");
    await deploy();
    expect(await volumes()).toEqual(before);
    expect(before).toHaveLength(1);
    succeeded(await project.preview("prod", "--refresh", "--expect-no-changes"));
  });

  test("another secret, for another user, in a version that never is healthy", async () => {
    await greetWith("two");
    project.edit(DOCKERFILE, "USER 10001:10001", "USER 10002:10002");
    await set("app.healthPath", "/nowhere");
    await mustFail("one");
    await mustFail("one", "--refresh");
    expect(await volumes()).toHaveLength(2);
  });

  test("a secret that is gone, in a version that never is healthy", async () => {
    const words = ["config", "rm", "--stack", "prod", "--path", "app.secrets.greeting"];
    succeeded(await project.pulumi(...words));
    await mustFail("one");
  });

  test("the good version after them has its own, and all others go", async () => {
    const label = (role: string) => ({
      "berth.project": NAME,
      "berth.stack": "prod",
      "berth.role": role,
    });
    const left = `${NAME}-prod-app-secrets-0123456789abcdef`;
    await docker.createVolume({ Name: left, Labels: label("app-secrets") });
    await set("app.healthPath", "/healthz");
    await greetWith("three");
    expect(await deploy()).toContain(`Removed the volume ${left}`);
    expect(await get(URL)).toBe("three");
    expect(await volumes()).toHaveLength(1);
    succeeded(await project.preview("prod", "--refresh", "--expect-no-changes"));
  });

  test("an image of another user has another volume", async () => {
    const before = await volumes();
    project.edit(DOCKERFILE, "USER 10002:10002", "USER 10003:10003");
    await deploy();
    expect(await get(URL)).toBe("three");
    const after = await volumes();
    expect(after).toHaveLength(1);
    expect(after).not.toEqual(before);
  });

  test("no request failed, and a destroy leaves no secret, not of a version that failed either", async () => {
    await greetWith("four");
    await set("app.healthPath", "/nowhere");
    await mustFail("three");
    expect(await volumes()).toHaveLength(2);
    const { requests, failures } = await load.stop();
    console.log(`${requests} requests`);
    expect(failures).toEqual([]);
    succeeded(await project.destroy("prod"));
    expect(await leftovers(NAME)).toEqual([`volume ${NAME}-prod-redis-data`]);
  });
});
