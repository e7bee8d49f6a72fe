import { describe, expect, test } from "vitest";
import type { Container } from "../../policy/props";
import { RULES } from "../../policy/rules";

const CONTAINER = "docker:index/container:Container";

/** A container that no rule has anything to say about. */
const GOOD: Container = {
  name: "widgets-prod-app",
  image: "sha256:0",
  envs: ["LOG_LEVEL=info", "MYSQL_PASSWORD_FILE=/run/secrets/mysql-password", "TOKEN="],
  labels: [{ label: "berth.role", value: "app" }],
  mounts: [{ type: "tmpfs", target: "/tmp" }],
  volumes: [{ containerPath: "/data" }],
  ports: [{ internal: 80, external: 8091 }],
  capabilities: { adds: ["NET_BIND_SERVICE"] },
  securityOpts: ["no-new-privileges"],
  networkMode: "bridge",
  cpus: "1.0",
  memory: 512,
  healthcheck: { tests: ["CMD-SHELL", "curl -f localhost"] },
  restart: "always",
  mustRun: true,
};

const BACKUP = [{ label: "berth.role", value: "backup" }];
const BACKUPS = { hostPath: "/srv/backups", containerPath: "/data" };

/** A service that no rule has anything to say about, but for what is changed. */
const service = ({ container = {}, task = {}, ...top }: Record<string, object> = {}) => ({
  labels: [{ label: "berth.role", value: "app" }],
  endpointSpec: { ports: [{ targetPort: 80, publishedPort: 8091 }] },
  taskSpec: {
    containerSpec: {
      image: "shop:v1",
      env: { LOG_LEVEL: "info", MYSQL_PASSWORD_FILE: "/run/secrets/mysql-password" },
      mounts: [{ type: "volume", source: "data", target: "/data" }],
      capAdds: ["CAP_NET_BIND_SERVICE"],
      healthcheck: { tests: ["CMD", "true"] },
      ...container,
    },
    networksAdvanceds: [{ id: "n1" }],
    resources: { limits: { nanoCpus: 1e9, memoryBytes: 2 ** 29 } },
    restartPolicy: { condition: "any" },
    ...task,
  },
  ...top,
});

/** What each rule says, by its name; rules that say nothing are left out. */
const violations = (props: object, type = CONTAINER) =>
  Object.fromEntries(
    RULES.flatMap(({ name, violation }) => {
      const found = violation(type, { ...props });
      return found ? [[name, found]] : [];
    }),
  );

test("a container that keeps every rule", () => {
  expect(violations(GOOD)).toEqual({});
});

test.each<[rule: string, change: Partial<Container>, message: RegExp]>([
  ["no-bind-mounts", { mounts: [{ type: "bind", source: "/src", target: "/app" }] }, /\/src/],
  ["no-bind-mounts", { volumes: [{ hostPath: "/var/run/docker.sock" }] }, /docker\.sock/],
  ["no-bind-mounts", { labels: BACKUP, volumes: [BACKUPS, { hostPath: "/etc" }] }, /\/etc/],
  [
    "no-bind-mounts",
    { labels: BACKUP, volumes: [BACKUPS], mounts: [{ type: "bind", source: "/a", target: "/b" }] },
    /\/a/,
  ],
  ["no-bind-mounts", { volumes: [{ volumeName: "/etc", containerPath: "/etc" }] }, /\/etc/],
  ["no-published-database", { ports: [{ internal: 3306 }] }, /port 3306/],
  ["no-published-database", { publishAllPorts: true }, /publishAllPorts/],
  [
    "no-published-database",
    { ports: [{ internal: 4000 }], labels: [{ label: "berth.role", value: "database" }] },
    /port 4000/,
  ],
  ["no-privileged-container", { privileged: true }, /\(privileged\)/],
  ["no-privileged-container", { capabilities: { adds: ["CAP_SYS_ADMIN"] } }, /CAP_SYS_ADMIN/],
  ["no-privileged-container", { capabilities: { adds: ["sys_admin"] } }, /sys_admin/],
  ["no-privileged-container", { devices: [{ hostPath: "/dev/sda" }] }, /\/dev\/sda/],
  ["no-privileged-container", { securityOpts: ["seccomp=unconfined"] }, /seccomp/],
  ["no-privileged-container", { networkMode: "host" }, /\(host\)/],
  ["no-privileged-container", { pidMode: "host" }, /\(host\)/],
  ["no-secret-in-environment", { envs: ["MYSQL_PASSWORD=s3cret"] }, /\(MYSQL_PASSWORD\)/],
  ["no-secret-in-environment", { envs: ["api_key=s3cret"] }, /\(api_key\)/],
  ["no-secret-in-environment", { envs: ["DB_PASS=s3cret"] }, /\(DB_PASS\)/],
  ["no-secret-in-environment", { envs: ["MSSQL_PWD=s3cret"] }, /\(MSSQL_PWD\)/],
  ["no-secret-in-environment", { envs: ["AWS_SECRET_ACCESS_KEY=s3cret"] }, /ACCESS_KEY/],
  ["no-secret-in-environment", { envs: ["URL=mysql://me:s3cret@db/shop"] }, /\(URL\)/],
  ["no-latest", { image: "nginx" }, /uses nginx,/],
  ["no-latest", { image: "registry.example.com:5000/shop:latest" }, /shop:latest,/],
  ["limits-set", { memory: undefined }, /no limit of memory; set limits\.memory$/],
  ["limits-set", { cpus: "0" }, /no limit of cpus;/],
  ["limits-set", { memory: 0, cpus: undefined }, /cpus and memory; set limits\.cpus and limits/],
  ["health-check-set", { healthcheck: undefined }, /no health check/],
  ["health-check-set", { healthcheck: { tests: ["NONE"] } }, /no health check/],
  ["restart-policy-set", { restart: "no" }, /stays down/],
  ["restart-policy-set", { restart: undefined }, /stays down/],
])("%s: %j", (rule, change, message) => {
  const found = violations({ ...GOOD, ...change });
  expect(found).toEqual({ [rule]: expect.stringMatching(message) });
  expect(found[rule]).not.toContain("s3cret");
});

describe("no violation", () => {
  test.each<[string, Partial<Container>]>([
    ["an image by its digest", { image: `nginx@sha256:${"0".repeat(64)}` }],
    ["an image of a registry with a port", { image: "registry.example.com:5000/shop:v1" }],
    ["an address without a password", { envs: ["URL=https://me@example.com/a:b@c"] }],
    ["the folder of backups", { labels: BACKUP, volumes: [BACKUPS, { containerPath: "/s" }] }],
    ["a word within another", { envs: ["TOKENIZER=bert", "KEYBOARD=de", "PWD=/app"] }],
  ])("%s", (_, change) => {
    expect(violations({ ...GOOD, ...change })).toEqual({});
  });

  test("a job ends, and is asked for neither a health check nor a restart policy", () => {
    const job = { ...GOOD, mustRun: false, restart: "no", healthcheck: undefined };
    expect(violations(job)).toEqual({});
  });

  test("another type of resource", () => {
    expect(violations({ privileged: true }, "docker:index/network:Network")).toEqual({});
  });
});

test.each([
  ["docker:index/remoteImage:RemoteImage", { name: "mysql" }, "mysql"],
  ["docker:index/image:Image", { imageName: "shop:latest" }, "shop:latest"],
])("no-latest also looks at %s", (type, props, reference) => {
  expect(violations(props, type)).toEqual({ "no-latest": expect.stringContaining(reference) });
});

describe("a service of a Swarm", () => {
  const SERVICE = "docker:index/service:Service";
  const ONCE = { restartPolicy: { condition: "none" } };
  const UNCHECKED = { healthcheck: undefined };

  test.each<[rule: string, change: Record<string, object>, message: RegExp]>([
    ["no-bind-mounts", { container: { mounts: [{ type: "bind", source: "/src" }] } }, /\/src/],
    ["no-published-database", { endpointSpec: { ports: [{ targetPort: 3306 }] } }, /port 3306/],
    ["no-published-database", { labels: [{ label: "berth.role", value: "database" }] }, /port 80/],
    ["no-privileged-container", { container: { capAdds: ["CAP_SYS_ADMIN"] } }, /SYS_ADMIN/],
    ["no-privileged-container", { task: { networksAdvanceds: [{ id: "host" }] } }, /\(host\)/],
    ["no-secret-in-environment", { container: { env: { API_KEY: "s3cret" } } }, /\(API_KEY\)/],
    ["no-latest", { container: { image: "shop" } }, /uses shop,/],
    ["limits-set", { task: { resources: { limits: { nanoCpus: 1e9 } } } }, /of memory;/],
    ["limits-set", { task: { resources: {} } }, /cpus and memory/],
    ["health-check-set", { container: UNCHECKED }, /no health check/],
    ["restart-policy-set", { task: ONCE }, /stays down/],
  ])("%s: %j", (rule, change, message) => {
    const found = violations(service(change), SERVICE);
    expect(found).toEqual({ [rule]: expect.stringMatching(message) });
    expect(found[rule]).not.toContain("s3cret");
  });

  test.each([
    ["that keeps every rule", {}],
    ["with Swarm's own restart policy, which is any", { task: { restartPolicy: {} } }],
    ["that is a job", { task: ONCE, container: UNCHECKED, endpointSpec: {} }],
  ])("%s", (_, change) => {
    expect(violations(service(change), SERVICE)).toEqual({});
  });

  test("of which a preview does not know one thing is asked for all others", () => {
    const props = service({ container: { capAdds: ["ALL"] } });
    Object.defineProperty(props.taskSpec.containerSpec, "image", {
      get: () => {
        throw new Error("not known yet");
      },
    });
    const [privileged] = RULES.filter(({ name }) => name === "no-privileged-container");
    expect(privileged?.violation(SERVICE, props)).toContain("(ALL)");
  });
});
