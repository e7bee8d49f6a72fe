import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker, execIn, leftovers } from "../support/docker";
import { eventually } from "../support/http";
import { writeProbe } from "../support/probe-app";
import { Project, succeeded } from "../support/project";
import { getOverTls } from "../support/tls";

/** A client that keeps the cookie that it was given last, as a browser does. */
class Client {
  cookie = "";
  readonly statuses: (number | string | undefined)[] = [];

  constructor(
    private readonly ask: (path: string, cookie: string) => ReturnType<typeof getOverTls>,
  ) {}

  async get(path: string): Promise<string> {
    try {
      const { status, body, headers } = await this.ask(path, this.cookie);
      const given = [headers["set-cookie"] ?? []].flat().at(-1);
      if (given !== undefined) this.cookie = String(given).split(";")[0] ?? "";
      this.statuses.push(status);
      return body;
    } catch (error) {
      this.statuses.push((error as Error).message);
      return "";
    }
  }
}

describe("clients that stay at one of several containers, over HTTPS", () => {
  const project = new Project("e2e-sticky");
  const domain = "shop.example.test";
  const httpsPort = 21491;
  const settings = (version: string) => ({
    mode: "prod",
    replicas: 3,
    domain,
    tls: "internal",
    database: "none",
    edge: { sticky: true, drain: 2 },
    app: {
      name: "probe",
      context: "./probe",
      containerPort: 8000,
      port: 21490,
      httpsPort,
      // The app answers this host alone, its health check too.
      env: { ONLY_HOST: domain, VERSION: version },
    },
  });
  let ca = "";
  const client = () =>
    new Client((path, cookie) =>
      getOverTls({ port: httpsPort, domain, ca, path, headers: cookie ? { cookie } : {} }),
    );
  /** Opens sessions, and tells how often each is known when it is asked for again. */
  const known = async (clients: readonly Client[], times: number) => {
    const answers = clients.map(async (one) => {
      const session = await one.get("/open");
      const polls: string[] = [];
      for (let time = 0; time < times; time++) polls.push(await one.get(`/poll/${session}`));
      return polls;
    });
    return new Set((await Promise.all(answers)).flat());
  };

  beforeAll(async () => {
    writeProbe(project.path("probe"));
    await project.stack("prod", settings("1"));
    await project.mustUp("prod");
    ca = await execIn("e2e-sticky-prod-edge", "cat", "/data/pki/authorities/local/root.crt");
  });
  afterAll(() => project.remove());

  test("each comes to the container again that knows it", async () => {
    const clients = Array.from({ length: 12 }, client);
    expect(await known(clients, 10)).toEqual(new Set(["known"]));
    expect(new Set(clients.map(({ cookie }) => cookie)).size).toBeGreaterThan(1);
    const { headers } = await getOverTls({ port: httpsPort, domain, ca });
    expect(String(headers["set-cookie"])).toMatch(/^berth_replica=.*Secure/);
  });

  test("a redeploy loses no request, and each then stays where it is", async () => {
    const clients = Array.from({ length: 8 }, client);
    let isOver = false;
    const load = clients.map(async (one) => {
      while (!isOver) {
        await one.get("/");
        await sleep(20);
      }
    });
    project.configure("prod", settings("2"));
    await project.mustUp("prod");
    isOver = true;
    await Promise.all(load);
    const statuses = clients.flatMap((one) => one.statuses);
    expect(statuses.length).toBeGreaterThan(100);
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
    expect(await known(clients, 5)).toEqual(new Set(["known"]));
  });

  test("whose container is gone goes to another one", async () => {
    const one = client();
    const home = await one.get("/");
    await docker.getContainer(home).kill();
    await eventually(async () => ![home, ""].includes(await one.get("/")));
    expect(one.statuses.filter((status) => status !== 200)).toEqual([]);
    expect(await known([one], 5)).toEqual(new Set(["known"]));
  });

  test("and all of it can be destroyed", async () => {
    succeeded(await project.destroy("prod"));
    const certificates = "volume e2e-sticky-prod-certificates";
    expect(await leftovers(project.name)).toEqual([certificates]);
  });
});
