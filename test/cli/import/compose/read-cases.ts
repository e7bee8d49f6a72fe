// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are Compose's own variables
/** Compose files, and what Compose itself makes of them (`docker compose config`, 2.40). */
export interface ReadCase {
  title: string;
  /** Texts by path; the first ones, up to `merged`, are those that are named. */
  files: Readonly<Record<string, string>>;
  /** How many of the files are named on the command line; one where it is left out. */
  merged?: number;
  env?: Readonly<Record<string, string>>;
  profiles?: readonly string[];
  /** Parts of services, by name; undefined for a key that is not there. */
  services: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
}

const web = (keys: string, more = "") =>
  `services:\n  web:\n    image: nginx\n${keys.replace(/^(?=.)/gm, "    ")}\n${more}`;

export const READ_CASES: readonly ReadCase[] = [
  {
    title: "short forms are written out",
    files: {
      "compose.yaml": `services:
  web:
    build: ./web
    command: python -m flask "run app" --port '80 81' a\\ b
    entrypoint: ["/entry.sh", "x"]
    depends_on: [db]
    environment: [A=1, B=x=y, "C="]
    env_file: a.env
    expose: [80, "90"]
    healthcheck: {test: curl -f http://localhost}
    labels: [a.b=c]
    tmpfs: /tmp
    dns: 1.1.1.1
    sysctls: {net.core.somaxconn: 1024}
    ulimits: {nofile: 20, nproc: {soft: 1, hard: 2}}
    extra_hosts: ["a:1.2.3.4", "b=5.6.7.8"]
    secrets: [token]
    networks: [front]
  db: {image: postgres}
networks: {front: }
secrets: {token: {file: ./token.txt}}
`,
      "a.env": "B=file\nD=4\n",
    },
    services: {
      web: {
        build: { context: "/p/web" },
        command: ["python", "-m", "flask", "run app", "--port", "80 81", "a b"],
        entrypoint: ["/entry.sh", "x"],
        depends_on: { db: { condition: "service_started", required: true } },
        environment: { A: "1", B: "x=y", C: "", D: "4" },
        expose: ["80", "90"],
        healthcheck: { test: ["CMD-SHELL", "curl -f http://localhost"] },
        labels: { "a.b": "c" },
        tmpfs: ["/tmp"],
        dns: ["1.1.1.1"],
        sysctls: { "net.core.somaxconn": "1024" },
        ulimits: { nofile: 20, nproc: { soft: 1, hard: 2 } },
        extra_hosts: { a: ["1.2.3.4"], b: ["5.6.7.8"] },
        secrets: [{ source: "token" }],
        networks: { front: null },
      },
    },
  },
  {
    title: "ports of each form",
    files: {
      "compose.yaml": web(`ports:
  - 80
  - "8000:80"
  - "127.0.0.1:8001:81"
  - "6060:60/udp"
  - "9000-9001:90-91"
  - "127.0.0.1::82"
  - "[::1]:8003:83"
  - {target: 84, published: 8084, host_ip: 0.0.0.0}
  - "7000-7002:70"`),
    },
    services: {
      web: {
        ports: [
          { target: 80, published: "", protocol: "tcp" },
          { target: 80, published: "8000", protocol: "tcp" },
          { target: 81, published: "8001", host_ip: "127.0.0.1", protocol: "tcp" },
          { target: 60, published: "6060", protocol: "udp" },
          { target: 90, published: "9000", protocol: "tcp" },
          { target: 91, published: "9001", protocol: "tcp" },
          { target: 82, published: "", host_ip: "127.0.0.1", protocol: "tcp" },
          { target: 83, published: "8003", host_ip: "::1", protocol: "tcp" },
          { target: 84, published: "8084", host_ip: "0.0.0.0", protocol: "tcp" },
          { target: 70, published: "7000-7002", protocol: "tcp" },
        ],
      },
    },
  },
  {
    title: "volumes of each form",
    files: {
      "compose.yaml": web(
        `volumes:
  - /anonymous
  - data:/data
  - ./src:/src:ro
  - ../up:/up
  - {type: volume, source: data, target: /more/, read_only: true}
  - {type: bind, source: ./x, target: /x}
  - {type: tmpfs, target: /t}`,
        "volumes: {data: }\n",
      ),
    },
    services: {
      web: {
        volumes: [
          { type: "volume", target: "/anonymous" },
          { type: "volume", source: "data", target: "/data" },
          { type: "bind", source: "/p/src", target: "/src", read_only: true },
          { type: "bind", source: "/up", target: "/up" },
          { type: "volume", source: "data", target: "/more", read_only: true },
          { type: "bind", source: "/p/x", target: "/x" },
          { type: "tmpfs", target: "/t" },
        ],
      },
    },
  },
  {
    title: "variables of each form, from the environment and .env",
    files: {
      "compose.yaml": web(`environment:
  A: $A
  B: "\${B}"
  C: \${C:-fall $A}
  D: \${D-empty}
  E: \${EMPTY:-filled}
  F: \${EMPTY-kept}
  G: \${A:+there}
  H: \${NONE:+there}
  I: $$A $\${A}
  J: \${NONE:-\${ALSO_NONE:-nested \${A}}}
  K: \${EMPTY+set}
  L: \${A:?needed}-\${B}
  M: \${NONE:-{"a":1}}
  PASSED:
ports: ["\${PORT}:80"]
read_only: \${FLAG}
cpus: \${CPUS}`),
      ".env": `# comment
A=from-file
B='single $A'
EMPTY=
PORT=8088 # inline
export FLAG=true
CPUS="0.5"
PASSED="multi
line \\$A \${A}"
`,
    },
    env: { A: "from-env" },
    services: {
      web: {
        environment: {
          A: "from-env",
          B: "single $A",
          C: "fall from-env",
          D: "empty",
          E: "filled",
          F: "",
          G: "there",
          H: "",
          I: "$A ${A}",
          J: "nested from-env",
          K: "set",
          L: "from-env-single $A",
          M: '{"a":1}',
          PASSED: "multi\nline $A from-env",
        },
        ports: [{ target: 80, published: "8088", protocol: "tcp" }],
        read_only: true,
        cpus: 0.5,
      },
    },
  },
  {
    title: "anchors, merge keys and extensions",
    files: {
      "compose.yaml": `x-common: &common
  restart: always
  environment: &env {A: 1, B: 2}
x-more: &more {read_only: true, restart: "no"}
services:
  web:
    <<: [*common, *more]
    image: nginx
    environment:
      <<: *env
      B: own
  other:
    <<: *common
    image: busybox
    command: &c [sleep, "1"]
  third: {image: busybox, command: *c}
`,
    },
    services: {
      web: { restart: "always", read_only: true, environment: { A: "1", B: "own" } },
      other: { restart: "always", environment: { A: "1", B: "2" } },
      third: { command: ["sleep", "1"] },
    },
  },
  {
    title: "numbers and truth values as Go reads them",
    files: {
      "compose.yaml": web(
        `environment: {A: 0644, B: 1.10, C: true, D: yes, E: 12345678901234567890, F: null, G: 0x1F}
init: true`,
      ),
    },
    services: {
      web: {
        environment: {
          A: "420",
          B: "1.1",
          C: "true",
          D: "yes",
          E: "12345678901234567890",
          G: "31",
        },
        init: true,
      },
    },
  },
  {
    title: "files merge key by key",
    merged: 2,
    files: {
      "compose.yaml": web(
        `command: [a]
entrypoint: [x]
environment: {A: 1, B: 2, C: 3}
ports: ["8000:80"]
expose: ["1"]
volumes: ["data:/data", "./a:/a"]
dns: [1.1.1.1]
cap_add: [A]
labels: [a=1]
depends_on: [db]
healthcheck: {test: a, interval: 5s}
logging: {driver: json-file, options: {max-size: 1m}}
deploy: {resources: {limits: {memory: 50M}}}
build: ./a
networks: [front]
tmpfs: /s
profiles: []
group_add: [1]`,
        "  db: {image: postgres}\nvolumes: {data: , other: }\nnetworks: {front: , back: }\n",
      ),
      "compose.override.yaml": `services:
  web:
    command: b c
    environment: [B=two, C]
    ports: ["8000:80", "9000:90"]
    expose: ["1", "2"]
    volumes: ["other:/data"]
    dns: 2.2.2.2
    cap_add: [A, B]
    labels: {a: 2, b: 3}
    depends_on: {db: {condition: service_healthy}}
    healthcheck: {test: [CMD, b], retries: 3}
    logging: {options: {max-file: "3"}}
    deploy: {resources: {limits: {cpus: "0.5"}}}
    build: {args: [X=1], target: t}
    networks: {front: {aliases: [w]}, back: }
    tmpfs: [/b]
    group_add: [2]
    entrypoint:
  extra: {image: busybox}
`,
    },
    services: {
      web: {
        command: ["b", "c"],
        entrypoint: null,
        environment: { A: "1", B: "two" },
        ports: [
          { target: 80, published: "8000", protocol: "tcp" },
          { target: 90, published: "9000", protocol: "tcp" },
        ],
        expose: ["1", "2"],
        volumes: [
          { type: "volume", source: "other", target: "/data" },
          { type: "bind", source: "/p/a", target: "/a" },
        ],
        dns: ["1.1.1.1", "2.2.2.2"],
        cap_add: ["A", "B"],
        labels: { a: "2", b: "3" },
        depends_on: { db: { condition: "service_healthy", required: true } },
        healthcheck: { test: ["CMD", "b"], interval: "5s", retries: 3 },
        logging: { driver: "json-file", options: { "max-size": "1m", "max-file": "3" } },
        deploy: { resources: { limits: { memory: "50M", cpus: "0.5" } } },
        build: { context: "/p/a", args: { X: "1" }, target: "t" },
        networks: { front: { aliases: ["w"] }, back: null },
        tmpfs: ["/s", "/b"],
        group_add: ["1", "2"],
      },
      extra: { image: "busybox" },
    },
  },
  {
    title: "another logging driver replaces the whole of it",
    merged: 2,
    files: {
      "a.yaml": web("logging: {driver: json-file, options: {max-size: 1m}}"),
      "b.yaml": "services: {web: {logging: {driver: syslog, options: {tag: x}}}}\n",
    },
    services: { web: { logging: { driver: "syslog", options: { tag: "x" } } } },
  },
  {
    title: "!reset and !override",
    merged: 2,
    files: {
      "a.yaml": web(
        'ports: ["80:80"]\nenvironment: {A: 1, B: 2}\ncommand: a\nvolumes: ["./a:/a"]\ndepends_on: [db]',
        "  db: {image: postgres}\n",
      ),
      "b.yaml": `services:
  web:
    ports: !override ["81:81"]
    environment: {A: !reset null, C: 3}
    command: !reset null
    volumes: !reset []
    depends_on: !override {}
  db: !reset
`,
    },
    services: {
      web: {
        ports: [{ target: 81, published: "81", protocol: "tcp" }],
        environment: { B: "2", C: "3" },
        command: undefined,
        volumes: undefined,
      },
      db: undefined,
    },
  },
  {
    title: "extends within a file and from another, whose paths are its own",
    files: {
      "compose.yaml": `services:
  base: {image: busybox, environment: {A: 1, B: 2}, command: [a]}
  web:
    extends: base
    environment: {B: own}
  far:
    extends: {file: lib/common.yaml, service: far}
    labels: [own=1]
volumes: {data: }
`,
      "lib/common.yaml": `services:
  root: {image: nginx, env_file: [c.env], volumes: ["./html:/html"]}
  far: {extends: root, build: ./src, labels: [lib=1], volumes: ["data:/data"]}
`,
      "lib/c.env": "FROM_LIB=1\n",
    },
    services: {
      web: { image: "busybox", environment: { A: "1", B: "own" }, command: ["a"] },
      far: {
        image: "nginx",
        build: { context: "/p/lib/src" },
        environment: { FROM_LIB: "1" },
        labels: { lib: "1", own: "1" },
        volumes: [
          { type: "bind", source: "/p/lib/html", target: "/html" },
          { type: "volume", source: "data", target: "/data" },
        ],
      },
    },
  },
  {
    title: "include, with its own folder and .env below the project's",
    files: {
      "compose.yaml": `include:
  - parts/db.yaml
  - {path: [parts/more.yaml, parts/over.yaml], project_directory: other, env_file: own.env}
services:
  web: {image: nginx, depends_on: [db, more]}
`,
      ".env": "SHARED=project\n",
      "own.env": "MORE=own\n",
      "other/README": "",
      "parts/.env": "SHARED=part\nONLY=part\n",
      "parts/db.yaml":
        "services: {db: {image: 'mysql:${ONLY}', build: {context: ./x}, environment: {S: $SHARED}}}\nvolumes: {v: }\n",
      "parts/more.yaml": "services: {more: {image: 'm:${MORE}', volumes: ['./m:/m']}}\n",
      "parts/over.yaml": "services: {more: {environment: {X: 1}}}\n",
    },
    services: {
      db: { image: "mysql:part", environment: { S: "project" }, build: { context: "/p/parts/x" } },
      more: {
        image: "m:own",
        environment: { X: "1" },
        volumes: [{ type: "bind", source: "/p/other/m", target: "/m" }],
      },
    },
  },
  {
    title: "profiles",
    files: {
      "compose.yaml":
        "services:\n  web: {image: a}\n  debug: {image: b, profiles: [debug, dev]}\n  prod: {image: c, profiles: [prod]}\n",
    },
    profiles: ["dev"],
    services: { web: { image: "a" }, debug: { image: "b" }, prod: undefined },
  },
  {
    title: "files of variables: several, one that need not be there, one that is raw",
    files: {
      "compose.yaml": web(`env_file:
  - a.env
  - {path: none.env, required: false}
  - {path: b.env, format: raw}
environment: {A: own}`),
      "a.env": 'A=1\nB="two words"\nC=$B\nD=\'$B\'\nE=e #c\nF=f#g\nG: yaml\n\n  H=h  \nI="a\\nb"\n',
      "b.env": 'R="raw $A"\nB=3\n',
    },
    services: {
      web: {
        environment: {
          A: "own",
          B: "3",
          C: "two words",
          D: "$B",
          E: "e",
          F: "f#g",
          G: "yaml",
          H: "h",
          I: "a\nb",
          R: '"raw $A"',
        },
      },
    },
  },
  {
    title: "what starts after what, from links, namespaces and volumes",
    files: {
      "compose.yaml": web(
        'links: ["db:database"]\nvolumes_from: [files]',
        "  db: {image: a}\n  files: {image: b}\n  vpn: {image: c}\n  tunnel: {image: d, network_mode: 'service:vpn'}\n",
      ),
    },
    services: {
      web: {
        depends_on: {
          db: { condition: "service_started", required: true },
          files: { condition: "service_started", required: true },
        },
      },
      tunnel: { depends_on: { vpn: { condition: "service_started", required: true } } },
    },
  },
  {
    title: "a file of several documents",
    files: {
      "compose.yaml":
        "services: {web: {image: a, environment: {A: 1}}}\n---\nservices: {web: {environment: {B: 2}}}\n",
    },
    services: { web: { image: "a", environment: { A: "1", B: "2" } } },
  },
];
