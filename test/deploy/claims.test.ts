import { resolve } from "node:path";
import { expect, test } from "vitest";
import { claims } from "../../deploy/claims";

const id = { project: "pages", stack: "dev" };

test("what a program is about to use, in the words of the look ahead", () => {
  const port = { address: "127.0.0.1", port: 8080 };
  expect(
    claims({
      id,
      host: "unix:///docker.sock",
      roles: ["site"],
      volumes: ["data"],
      ports: { port, "admin.port": undefined },
      folders: { folder: "site" },
      images: ["nginx:1.30"],
      limits: { cpus: 2 },
    }),
  ).toEqual({
    ...id,
    host: "unix:///docker.sock",
    names: ["pages-dev-site"],
    volumes: ["pages-dev-data"],
    data: ["pages-dev-data"],
    networks: ["pages-dev"],
    ports: [{ key: "port", ...port }],
    folders: [{ key: "folder", path: resolve("site") }],
    images: ["nginx:1.30"],
    cpus: [{ key: "limits.cpus", cpus: 2 }],
  });
});

test("a program that asks for little", () => {
  expect(claims({ id, roles: ["job"] })).toEqual({
    ...id,
    names: ["pages-dev-job"],
    volumes: [],
    data: [],
    networks: ["pages-dev"],
    ports: [],
    folders: [],
    images: [],
    cpus: [],
  });
});
