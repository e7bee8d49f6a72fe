import { expect, test } from "vitest";
import { mapProject } from "../../../../cli/import/compose/map";
import { Secret } from "../../../../cli/import/compose/map/plan";
import { appCandidates, certainApp } from "../../../../cli/import/compose/map/roles";
import { readComposeProject } from "../../../../cli/import/compose/read/project";
import { tableLines } from "../../../../cli/import/compose/table";
import { memoryFiles } from "./memory-files";

const project = (text: string, more: Record<string, string> = {}) =>
  readComposeProject({
    names: ["/p/compose.yaml"],
    env: {},
    files: memoryFiles({ "compose.yaml": text, ...more }),
  });

function mapped(text: string, app: string) {
  const plan = mapProject(project(text), { app, mode: "dev", folder: "/p", stack: "shop-dev" });
  const config = JSON.parse(
    JSON.stringify(plan.config, (_, value) =>
      value instanceof Secret ? `secret ${value.text}` : value,
    ),
  );
  return { config, lines: tableLines(plan.rows) };
}

const SHOP = `services:
  web:
    build: {context: ./app, target: prod, args: {COMMIT: abc}}
    command: gunicorn -b 0.0.0.0:8000 shop:app
    ports: ["8000:8000", "9229:9229"]
    environment:
      DATABASE_URL: postgresql://shop:pw@db:5432/shop
      REDIS_URL: redis://cache:6379/0
      DB_HOST: db
      POSTGRES_SERVER: db
      SECRET_KEY: s3cret-key
      LOG_LEVEL: info
    volumes: ["uploads-data:/srv/uploads", "./app:/app", "./conf.ini:/etc/conf.ini"]
    depends_on: {db: {condition: service_healthy}, migrate: {condition: service_completed_successfully}}
    healthcheck: {test: curl -f localhost:8000/ready, interval: 1m30s, retries: 3}
    deploy: {replicas: 2, resources: {limits: {cpus: "0.5", memory: 300M}}}
    restart: unless-stopped
    stop_signal: SIGINT
    privileged: true
  worker:
    build: {context: ./app, target: prod}
    command: celery -A shop worker
    stop_grace_period: 1m
    environment: {LOG_LEVEL: info, EXTRA: "1"}
  beat: {build: {context: ./app, target: prod}, command: [celery, -A, shop, beat]}
  migrate: {build: {context: ./app, target: prod}, command: flask db upgrade}
  db:
    image: postgres:16-alpine
    environment: {POSTGRES_DB: shop, POSTGRES_USER: shop, POSTGRES_PASSWORD: pw}
    command: postgres -c max_connections=200
    ports: ["5432:5432"]
    volumes: ["pg:/var/lib/postgresql/data", "./init.sql:/docker-entrypoint-initdb.d/init.sql"]
  cache: {image: redis, command: redis-server --save 20 1 --requirepass hush}
  mail:
    image: axllent/mailpit:v1.27
    ports: ["127.0.0.1:8025:8025", "1025"]
    environment: {MP_UI_AUTH_TOKEN: clear-text, WEB: "http://web:8000/"}
    volumes: ["mails:/data", "/var/run/docker.sock:/var/run/docker.sock"]
    depends_on: [web]
    mem_limit: 64m
volumes: {uploads-data: , pg: , mails: }
`;

test("each service becomes what it is by image, build and command", () => {
  const { config } = mapped(SHOP, "web");
  expect(config).toEqual({
    mode: "dev",
    restart: "unless-stopped",
    replicas: 2,
    limits: { cpus: 0.5, memory: "300m" },
    app: {
      context: "./app",
      target: "prod",
      buildArgs: { COMMIT: "abc" },
      containerPort: 8000,
      port: "0.0.0.0:8000",
      aliases: ["web"],
      command: ["gunicorn", "-b", "0.0.0.0:8000", "shop:app"],
      env: { POSTGRES_SERVER: "db", LOG_LEVEL: "info" },
      secretEnv: { SECRET_KEY: "secret s3cret-key" },
      volumes: { uploads: "/srv/uploads" },
      healthCommand: "curl -f localhost:8000/ready",
      healthInterval: 90,
      healthRetries: 3,
      releaseCommand: ["flask", "db", "upgrade"],
      processes: {
        worker: { command: ["celery", "-A", "shop", "worker"], stopGrace: 60 },
        beat: { command: ["celery", "-A", "shop", "beat"], singleton: true },
      },
    },
    databases: {
      db: {
        engine: "postgres",
        image: "postgres:16",
        name: "shop",
        user: "shop",
        port: "127.0.0.1:5432",
        config: "max_connections = '200'\n",
      },
      cache: { engine: "redis", config: "save 20 1\n" },
    },
    services: {
      mail: {
        image: "axllent/mailpit:v1.27",
        environment: { MP_UI_AUTH_TOKEN: "clear-text", WEB: "http://web:8000/" },
        ports: ["127.0.0.1:8025:8025"],
        volumes: ["mails:/data"],
        depends_on: { app: { condition: "service_started" } },
        limits: { memory: "64m" },
      },
    },
  });
});

test("each key has a line, with why and what to do where it is not carried", () => {
  const { lines } = mapped(SHOP, "web");
  expect(lines).toMatchSnapshot();
  const places = lines.map((line) => line.trim().split(/\s|: /)[0] ?? "");
  for (const [name, service] of Object.entries(project(SHOP).services)) {
    for (const key of Object.keys(service)) {
      const isTold = places.some(
        (place) => place === `${name}.${key}` || new RegExp(`^${name}\\.${key}[.[]`).test(place),
      );
      expect(isTold, `${name}.${key}`).toBe(true);
    }
  }
});

test.each([
  ["mysql:8.4", { engine: "mysql", image: "mysql:8.4" }],
  ["docker.io/library/mariadb:11", { engine: "mariadb", image: "docker.io/library/mariadb:11" }],
  ["postgis/postgis:16-3.4", { engine: "postgres", image: "postgis/postgis:16-3.4" }],
  ["pgvector/pgvector:pg17", { engine: "postgres", image: "pgvector/pgvector:pg17" }],
  [
    "timescale/timescaledb:latest-pg16",
    { engine: "postgres", image: "timescale/timescaledb:latest-pg16" },
  ],
  ["bitnami/postgresql:15.3.0-debian-11-r7", { engine: "postgres", image: "postgres:15.3" }],
  ["bitnami/redis", { engine: "redis" }],
  ["valkey/valkey:8", { engine: "redis", image: "valkey/valkey:8" }],
  ["redis:7-alpine", { engine: "redis", image: "redis:7" }],
  ["redis:alpine", { engine: "redis" }],
  ["postgres", { engine: "postgres" }],
  [
    "registry.example.com:5000/x/mysql:8",
    { engine: "mysql", image: "registry.example.com:5000/x/mysql:8" },
  ],
])("%s is a database", (image, expected) => {
  const text = `services:\n  web: {build: .}\n  db: {image: '${image}'}\n`;
  expect(mapped(text, "web").config.databases).toEqual({ db: expected });
});

test.each([
  ["one that is built", "a: {build: .}\n  b: {image: nginx}", "a"],
  [
    "several of one build",
    "worker: {build: ., command: celery worker}\n  web: {build: ., ports: ['80:80']}",
    "web",
  ],
  ["one beside databases", "blog: {image: wordpress}\n  db: {image: mysql}", "blog"],
  ["two that are built", "front: {build: ./a}\n  back: {build: ./b}", undefined],
  ["two images", "a: {image: a}\n  b: {image: b}", undefined],
])("the app is found, or asked for: %s", (_, services, expected) => {
  expect(certainApp(project(`services:\n  ${services}\n`))).toBe(expected);
});

test("the likeliest app comes first", () => {
  const text =
    "services:\n  proxy: {build: ./a, ports: ['80:80']}\n  backend: {build: ./b}\n  db: {image: mysql}\n";
  expect(appCandidates(project(text))).toEqual(["backend", "proxy"]);
  expect(() => mapped(text, "web")).toThrow("--app: given web; accepted: backend, proxy");
});

test("a login of pgAdmin's is none of the database's, and the database's user is Berth's", () => {
  const { config, lines } = mapped(
    `services:
  pgadmin: {image: dpage/pgadmin4, environment: {PGADMIN_DEFAULT_PASSWORD: same, PG_PASSWORD: same}}
  db: {image: postgres, user: postgres, environment: {POSTGRES_PASSWORD: same}}
`,
    "pgadmin",
  );
  expect(config.app.secretEnv).toEqual({ PGADMIN_DEFAULT_PASSWORD: "secret same" });
  expect(lines).toContain(
    "  db.user                                       -> databases.db (Berth's own)",
  );
});

test("a service whose variables name a database depends on it", () => {
  const { config } = mapped(
    `services:
  web: {build: .}
  admin: {image: adminer, environment: {ADMINER_DEFAULT_SERVER: main_db, THEME: cache-db}}
  flower: {image: flower, environment: {BROKER: "cache:6379"}, depends_on: {cache: {condition: service_healthy}}}
  main_db: {image: mysql}
  cache: {image: redis}
`,
    "web",
  );
  expect(config.services.admin.depends_on).toEqual({ "main-db": { condition: "service_started" } });
  expect(config.services.flower.depends_on).toEqual({ cache: { condition: "service_healthy" } });
});

test("a database that cannot keep its name is reached by that of its container", () => {
  const text =
    "services:\n  web: {build: ., environment: {A: main_db, B: database, C: cache}}\n  main_db: {image: mysql}\n  database: {image: postgres}\n  cache: {image: redis}\n";
  expect(mapped(text, "web").config.app.env).toEqual({
    A: "shop-dev-main-db",
    B: "shop-dev-database",
    C: "cache",
  });
});

test("services of profiles that are off are named", () => {
  const { lines } = mapped(
    "services:\n  web: {build: .}\n  tool: {image: a, profiles: [tools]}\n",
    "web",
  );
  expect(lines.at(-1)).toBe(
    "  tool.profiles: a service of the profile tools, which is not active; take it along with --profile tools",
  );
});

test.each([
  ["mem_limit: 1gb, cpus: 0.5, pids_limit: 50", { memory: "1024m", cpus: 0.5, pids: 50 }],
  ["mem_limit: 1000", { memory: "6m" }],
  ["deploy: {resources: {limits: {cpus: '0', memory: '0'}}}", undefined],
])("limits of %s", (keys, expected) => {
  expect(mapped(`services:\n  web: {build: ., ${keys}}\n`, "web").config.limits).toEqual(expected);
});

test("a variable that names the file of a secret is none", () => {
  const { config, lines } = mapped(
    `services:
  web: {build: ., environment: {API_TOKEN: /run/secrets/token}}
  db: {image: mysql, secrets: [pw], environment: {MYSQL_ROOT_PASSWORD_FILE: /run/secrets/pw}}
secrets: {pw: {file: ./pw.txt}}
`,
    "web",
  );
  expect(config.app.env).toEqual({ API_TOKEN: "/run/secrets/token" });
  expect(lines).toContain("  db.secrets: passwords are generated; nothing is to be done");
});

const RUNNING = `services:
  web: {build: ./app, volumes: ["uploads:/srv/uploads"]}
  my: {image: "mariadb:11.8", environment: {MARIADB_DATABASE: shop, MARIADB_USER: shop}, volumes: ["my:/var/lib/mysql"]}
  pg: {image: "postgres:17", environment: {POSTGRES_USER: shop}, volumes: ["pg:/var/lib/postgresql/data"]}
  alpine: {image: "postgres:17-alpine", environment: {POSTGRES_DB: shop}, volumes: ["alpine:/var/lib/postgresql/data"]}
  nameless: {image: "mysql:9.7", volumes: ["nameless:/var/lib/mysql"]}
  cache: {image: "redis:8"}
volumes: {uploads: {}, my: {name: other_my}, pg: {}, alpine: {}, nameless: {}}
`;

test("data that runs is used where it is, where the new server can", () => {
  const compose = project(RUNNING);
  const container = (service: string, volumes: Record<string, string> = {}) => ({
    name: `shop-${service}-1`,
    service,
    volumes,
  });
  const names = Object.values(compose.volumes).map(({ name }) => name);
  const former = {
    containers: [
      ...["web", "my", "pg", "alpine", "nameless"].map((service) => container(service)),
      container("cache", { "/data": "4711" }),
    ],
    volumes: new Set([...names, "4711"]),
  };
  const { config, rows } = mapProject(compose, {
    ...{ app: "web", mode: "prod", folder: "/p", stack: "shop-prod" },
    former,
  });
  const [uploads, , pg] = names;
  expect(config.app).toMatchObject({
    volumes: { uploads: { path: "/srv/uploads", volume: uploads } },
  });
  expect(config.databases).toMatchObject({
    my: { name: "shop", user: "shop", volume: "other_my" },
    // Its database is called like its user.
    pg: { name: "shop", user: "shop", volume: pg },
    cache: { volume: "4711" },
  });
  const databases = config.databases as Record<string, { volume?: string }>;
  expect([databases.alpine?.volume, databases.nameless?.volume]).toEqual([undefined, undefined]);
  // Nothing takes over what these have, so that they run on.
  expect(config.adopt).toEqual(["shop-web-1", "shop-my-1", "shop-pg-1", "shop-cache-1"]);
  const left = rows.filter(({ to }) => to === undefined).map(({ of, note }) => `${of}: ${note}`);
  expect(left.join("\n")).toMatch(
    /alpine: .*_alpine is not taken over: text is sorted in another way/,
  );
  expect(left.join("\n")).toMatch(
    /nameless: .*_nameless is not taken over: its variables do not say/,
  );
});

test.each([
  [
    "redis:8",
    "redis-server --appendonly yes --maxmemory-policy allkeys-lru",
    "maxmemory-policy allkeys-lru\n",
  ],
  ["redis:8", "redis-server --appendonly yes", undefined],
  [
    "postgres:18",
    "postgres -c max_connections=200 -c listen_addresses=*",
    "max_connections = '200'\n",
  ],
  ["mariadb:11.8", "--datadir=/x --max-allowed-packet=64M", "max-allowed-packet = 64M\n"],
])("of the options of %s, %s, those that Berth sets are left out", (image, command, config) => {
  const { config: made } = mapped(
    `services:
  web: {build: .}
  store: {image: '${image}', command: '${command}'}
`,
    "web",
  );
  expect((made.databases as Record<string, { config?: string }>).store?.config).toBe(config);
});

test.each([
  [
    "web",
    "--app: given web, a service of the profile web, which is not active; take it along with --profile web",
  ],
  [
    "x",
    "--app: given x; accepted: none: there is no service that could be the app; services of profiles were left out: add --profile web --profile jobs",
  ],
])("%s as the app, where all services are of profiles that are off", (app, message) => {
  const text =
    "services:\n  web: {build: ., profiles: [web]}\n  job: {build: ., profiles: [jobs, web]}\n";
  expect(() => mapped(text, app)).toThrow(message);
});
