import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker, leftovers } from "../support/docker";
import { RUNS } from "../support/engines";
import { get } from "../support/http";
import { Project, succeeded } from "../support/project";

/** A migration that takes a moment, as those of real tables do. */
const migration = (revision: string, before: string, statement: string) => `"""A change."""

from alembic import op

revision = "${revision}"
down_revision = "${before}"


def upgrade() -> None:
    op.execute("SELECT pg_sleep(1)")
    op.execute("${statement}")


def downgrade() -> None:
    pass
`;

describe.each(RUNS)("the example shop under $title", ({ engines, index }) => {
  const project = new Project(`example-shop-${index}`, engines, "examples/shop");
  const port = 18940 + index;
  const mailPort = 18945 + index;
  const url = `http://localhost:${port}`;
  const settings = {
    mode: "prod",
    app: {
      port,
      healthPath: "/health",
      releaseCommand: ["flask", "db", "upgrade"],
      processes: {
        worker: {
          command: ["celery", "--app", "worker", "worker", "--concurrency", "2"],
          stopGrace: 60,
        },
        beat: {
          command: ["celery", "--app", "worker", "beat", "--schedule", "/tmp/beat"],
          singleton: true,
        },
      },
      volumes: { uploads: "/data/uploads" },
    },
    server: "gunicorn",
    replicas: 2,
    databases: {
      database: { engine: "postgres", keepData: false },
      cache: { engine: "redis", keepData: false },
    },
    services: { mail: { build: "./mail", ports: [`127.0.0.1:${mailPort}:8025`] } },
  };
  const counts = async () => JSON.parse(await get(`${url}/orders`));

  /** Orders without end; how many were made, and what failed. */
  class Customers {
    made = 0;
    readonly failures: string[] = [];
    private isOpen = true;
    private readonly all = Promise.all(Array.from({ length: 4 }, () => this.shop()));

    private async shop(): Promise<void> {
      while (this.isOpen) {
        const body = JSON.stringify({ product: 1, email: "a@example.com" });
        const headers = { "content-type": "application/json" };
        try {
          const answer = await fetch(`${url}/orders`, { method: "POST", headers, body });
          if (answer.status === 201) this.made++;
          else this.failures.push(`${answer.status} ${await answer.text()}`);
        } catch (error) {
          this.failures.push(String(error));
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }

    async leave(): Promise<void> {
      this.isOpen = false;
      await this.all;
    }
  }

  const migrate = (name: string, text: string) =>
    writeFileSync(project.path("app/migrations/versions", `${name}.py`), text);

  beforeAll(async () => {
    await project.stack("prod", settings);
    await project.mustUp("prod");
  });
  afterAll(() => project.remove());

  test("sells what its migration brought, and keeps photos", async () => {
    expect(JSON.parse(await get(url)).products).toHaveLength(2);
    const photo = `${url}/products/1/photo`;
    expect((await fetch(photo, { method: "PUT", body: "a photo" })).status).toBe(204);
    expect(await get(photo)).toBe("a photo");
  });

  test("does not change by itself", async () => {
    const again = await project.up("prod", "--refresh", "--expect-no-changes");
    expect(again.code, again.output).toBe(0);
  });

  test("a version with a migration loses no order, and no task runs twice", async () => {
    const customers = new Customers();
    migrate("0002_note", migration("0002", "0001", "ALTER TABLE products ADD COLUMN note text"));
    const output = await project.mustUp("prod");
    expect(output).toContain("Running upgrade 0001 -> 0002");
    await customers.leave();
    expect(customers.failures).toEqual([]);
    expect(customers.made).toBeGreaterThan(50);
    await expect.poll(counts, { timeout: 60_000, interval: 500 }).toMatchObject({
      orders: customers.made,
      confirmed: customers.made,
      runs: customers.made,
    });
    const mail = JSON.parse(await get(`http://localhost:${mailPort}/`));
    expect(mail.taken).toBe(customers.made);
    expect(await get(`${url}/products/1/photo`)).toBe("a photo");
  });

  test("a migration that fails ends the up, and the version before serves", async () => {
    const before = await project.containerOf("prod", "app-1");
    migrate("0003_size", migration("0003", "0002", "ALTER TABLE nowhere ADD COLUMN note text"));
    const { code, output } = await project.up("prod");
    expect(code).not.toBe(0);
    expect(output).toContain('relation "nowhere" does not exist');
    expect(await project.containerOf("prod", "app-1")).toBe(before);
    expect((await fetch(url)).status).toBe(200);

    migrate("0003_size", migration("0003", "0002", "ALTER TABLE products ADD COLUMN size text"));
    const mended = await project.mustUp("prod");
    expect(mended).toContain("Running upgrade 0002 -> 0003");
  });

  test("goes with all that it has", async () => {
    succeeded(await project.destroy("prod"));
    const left = await leftovers(project.name);
    expect(left).toEqual([`volume ${project.name}-prod-uploads`]);
    await docker.getVolume(`${project.name}-prod-uploads`).remove();
  });
});
