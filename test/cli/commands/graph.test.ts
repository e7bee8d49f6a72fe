import { expect, test } from "vitest";
import { partOf } from "../../../cli/commands/containers";
import { graphOf } from "../../../cli/commands/graph/graph-of";
import { mermaid } from "../../../cli/commands/graph/mermaid";
import { svg } from "../../../cli/commands/graph/svg";
import { fakeEngine } from "../../docker/fake-engine";
import { commandLine, container, engineWith } from "./answers";

const shell = commandLine();
const ID = { project: "widgets", stack: "prod" };

const edge = container("edge");
edge.HostConfig.PortBindings = { "80/tcp": [{ HostIp: "", HostPort: "8091" }] };
const app = container("app", { Config: { Env: ["DATABASE_HOST=widgets-prod-database"] } });
const database = container("database", { State: { Health: { Status: "unhealthy", Log: [] } } });
database.Mounts = [
  { Type: "volume", Name: "widgets-prod-mysql-data", Destination: "/var/lib/mysql" },
  { Type: "volume", Name: "widgets-prod-database-secrets", Destination: "/run/secrets" },
  { Type: "volume", Name: "f".repeat(64), Destination: "/anonymous" },
];
const all = [app, database, edge];
const graph = graphOf(
  all.map((it) =>
    partOf(it, new Map([[it.Image, { tags: ["widgets-prod/app:v1"], labels: {} }]]), ID),
  ),
  all,
  ID,
);

test("visitors, edge, app, database and its data, by what their environments name", () => {
  expect(graph.edges.map(({ from, to, label }) => `${from} ${label}> ${to}`).sort()).toEqual([
    "app > database",
    "database > widgets-prod-mysql-data",
    "edge > app",
    "visitor :8091> edge",
  ]);
  expect(graph.nodes.map(({ id, health }) => [id, health])).toEqual([
    ["visitor", "unknown"],
    ["app", "well"],
    ["database", "wrong"],
    ["edge", "well"],
    ["widgets-prod-mysql-data", "unknown"],
  ]);
});

test("as Mermaid", () => {
  expect(mermaid(graph)).toContain('n2["database<br>widgets-prod/app:v1<br>unhealthy"]:::wrong');
  expect(mermaid(graph)).toContain('n0 -->|":8091"| n3');
  expect(mermaid({ title: "", nodes: [], edges: [] })).toContain("flowchart LR");
});

test("as SVG, where nothing stands left of what it is reached from", () => {
  const text = svg(graph);
  const at = (word: string) =>
    Number(new RegExp(`<text x="([\\d.]+)"[^>]*>${word}<`).exec(text)?.[1]);
  const columns = ["visitors", "edge", "app", "database", "widgets-prod-mysql-data"].map(at);
  expect(columns).toEqual([...columns].sort((one, other) => one - other));
  expect(new Set(columns).size).toBe(5);
  const circle = {
    ...graph,
    edges: [...graph.edges, { from: "database", to: "app", label: "<&" }],
  };
  expect(svg(circle)).toContain("&#60;&#38;");
});

test("of what runs, and no other format", async () => {
  const { address } = await fakeEngine(engineWith(all));
  shell.settings({ host: address });
  await shell.run("graph --format svg");
  expect(shell.printed).toMatch(/^<svg /);
  await expect(shell.run("graph --format dot")).rejects.toThrow(
    'graph: --format: given "dot"; accepted: mermaid or svg',
  );
});
