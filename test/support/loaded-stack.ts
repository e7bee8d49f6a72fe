import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { crash } from "./crash";
import { docker as localEngine } from "./docker";
import { ENGINES } from "./engines";
import { eventually, get, post } from "./http";
import { Load, type LoadReport } from "./load";
import { Project, type StackConfig, succeeded } from "./project";

/** The sample's routes, in the folder of a project. */
export const ROUTES = "app/widgets/routes.py";

const INDEX = `    @app.get("/")`;
const SLOW = `    @app.get("/slow")
    def slow() -> ResponseReturnValue:
        import time

        time.sleep(3)
        return Response("slow")

`;

/** The sample's routes, and one whose answer takes three seconds. */
export const withSlowRoute = (routes: string) => routes.replace(INDEX, SLOW + INDEX);

/** Before and after what happens: whatever fails then has another cause. */
const SETTLE_MS = 800;

/** How many requests a fault cost. */
export interface Toll {
  gets: number;
  posts: number;
}

/** A prod stack with two replicas, an edge and a database, and clients that never leave it alone. */
export class LoadedStack {
  readonly url: string;
  readonly project: Project;
  private readonly posted: string[] = [];

  /** @param address where the engine's published ports are reached. */
  constructor(
    name: string,
    private readonly port: number,
    private readonly settings: StackConfig,
    private readonly docker = localEngine,
    private readonly address = "127.0.0.1",
  ) {
    this.project = new Project(name, ENGINES);
    this.url = `http://${address}:${port}`;
  }

  configure(changes: StackConfig = {}): void {
    const { address, port, project, settings } = this;
    const app = { name: "widgets", port: `${address}:${port}`, startPeriod: 5 };
    project.configure("prod", { mode: "prod", app, replicas: 2, ...settings, ...changes });
  }

  async start(): Promise<void> {
    const { project, url } = this;
    project.edit(ROUTES, INDEX, SLOW + INDEX);
    this.configure();
    succeeded(await project.pulumi("stack", "init", "prod"));
    await project.mustUp("prod");
    await post(`${url}/initdb`);
  }

  /** Another version of the app. */
  changeCode(): void {
    this.project.edit(ROUTES, "from widgets!", "from widgets!!");
  }

  /** Name of a network, volume or container whose name is fixed. */
  named(...role: string[]): string {
    return [this.project.name, "prod", ...role].join("-");
  }

  /** All containers of the stack. */
  containers() {
    const filters = { label: [`berth.project=${this.project.name}`, "berth.stack=prod"] };
    return this.docker.listContainers({ all: true, filters });
  }

  /** @param role as the outputs have it, such as `app-1`. */
  async container(role: string) {
    const name = new RegExp(`^/${this.named(role)}(-[0-9a-f]{7})?$`);
    const container = (await this.containers()).find(({ Names }) => name.test(Names[0] ?? ""));
    if (!container) throw new Error(`there is no ${role}`);
    return this.docker.getContainer(container.Id);
  }

  /** Ends a container's first process, and waits until there is another. */
  async crash(role: string): Promise<void> {
    const container = await this.container(role);
    const pid = await crash(container);
    await eventually(async () => (await container.inspect()).State.Pid !== pid);
  }

  /** Does something under load, and tells what became of the requests. */
  async underLoad(action: () => Promise<unknown>): Promise<LoadReport> {
    const load = new Load({
      url: this.url,
      connections: [
        { count: 12, keepAlive: true },
        { count: 12, keepAlive: false },
      ],
      slow: { count: 2, path: "/slow" },
    });
    try {
      await sleep(SETTLE_MS);
      await action();
      await sleep(SETTLE_MS);
    } catch (error) {
      await load.stop();
      throw error;
    }
    const report = await load.stop();
    await this.hasRows(report);
    return report;
  }

  /**
   * Lets something happen to the stack under load, and waits until all of it is well again. Requests
   * may fail from the one to the other only, and no row may be lost or doubled.
   */
  async survives(name: string, ...events: (() => Promise<unknown>)[]): Promise<Toll> {
    let began = 0;
    let ended = 0;
    const { requests, failures } = await this.underLoad(async () => {
      began = Date.now();
      for (const event of events) await event();
      await eventually(() => this.isWell());
      ended = Date.now();
    });
    const outside = failures.filter((failure) => failure.ended < began || failure.began > ended);
    expect(outside, name).toEqual([]);
    const gets = failures.filter(({ method }) => method === "GET").length;
    const posts = failures.length - gets;
    const lastMs = Math.max(0, ...failures.map((failure) => failure.ended - began));
    const reasons = [...new Set(failures.map(({ method, reason }) => `${method}: ${reason}`))];
    console.log(
      `${name}: ${gets} GETs and ${posts} POSTs of ${requests} failed, the last after ${lastMs} ms; well after ${ended - began} ms; ${reasons.join(", ")}`,
    );
    return { gets, posts };
  }

  /** Every row that was acknowledged is there, and none is there twice. */
  async hasRows({ posted }: LoadReport): Promise<void> {
    this.posted.push(...posted);
    const widgets: { name: string }[] = JSON.parse(await get(`${this.url}/widgets`));
    const names = new Set(widgets.map(({ name }) => name));
    expect(names.size, "no row is there twice").toBe(widgets.length);
    expect(this.posted.filter((name) => !names.has(name))).toEqual([]);
  }

  /** Addresses of all containers on all their networks. */
  async addresses(): Promise<string> {
    const containers = await this.containers();
    const addresses = containers.flatMap(({ NetworkSettings: { Networks } }) =>
      Object.values(Networks).map(({ IPAddress }) => IPAddress),
    );
    return addresses.join(" ");
  }

  /** Whether the app stores what it is sent. A database whose disk is full may give no answer at all. */
  async takesRows(): Promise<boolean> {
    const row = { name: `row-${Date.now()}`, description: "" };
    return (await post(`${this.url}/widgets`, row).catch(() => 0)) === 201;
  }

  /** All four containers are healthy, by a check of the last seconds, and the stack answers. */
  private async isWell(): Promise<boolean> {
    const containers = await this.containers();
    if (containers.length !== 4) return false;
    if (!containers.every(({ Status }) => Status.includes("(healthy)"))) return false;
    return (await get(`${this.url}/healthz`)).includes("ok");
  }
}
