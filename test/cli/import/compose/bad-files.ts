// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are Compose's own variables
/** A Compose file that cannot be read, and the one line that says why. */
export interface BadFile {
  title: string;
  files: Readonly<Record<string, string>>;
  /** How many of the files are named; one where it is left out. */
  merged?: number;
  message: string;
}

const web = (keys: string, more = "") =>
  `services:\n  web:\n    image: nginx\n${keys.replace(/^(?=.)/gm, "    ")}\n${more}`;
const one = (title: string, text: string, message: string): BadFile => ({
  title,
  files: { "compose.yaml": text },
  message,
});

export const BAD_FILES: readonly BadFile[] = [
  // What the schema takes, and Docker does not
  one(
    "an interval in words",
    web("healthcheck: {test: x, interval: 5 minutes}"),
    '/p/compose.yaml, line 4: services.web.healthcheck.interval: given "5 minutes"; accepted: a time such as 1m30s or 500ms',
  ),
  one(
    "a time below nothing",
    web("healthcheck: {test: x, timeout: -5s}"),
    '/p/compose.yaml, line 4: services.web.healthcheck.timeout: given "-5s"; accepted: a time such as 1m30s or 500ms',
  ),
  one(
    "a stop grace in words",
    web("stop_grace_period: soon"),
    '/p/compose.yaml, line 4: services.web.stop_grace_period: given "soon"; accepted: a time such as 1m30s or 500ms',
  ),
  one(
    "a limit in words",
    web("mem_limit: lots"),
    '/p/compose.yaml, line 4: services.web.mem_limit: given "lots"; accepted: a size such as 512m or 2gb',
  ),
  one(
    "a limit below nothing",
    web("deploy: {resources: {limits: {memory: -5m}}}"),
    '/p/compose.yaml, line 4: services.web.deploy.resources.limits.memory: given "-5m"; accepted: a size such as 512m or 2gb',
  ),
  one(
    "fewer than no replicas",
    web("deploy: {replicas: -2}"),
    "/p/compose.yaml, line 4: services.web.deploy.replicas: given -2; accepted: a whole number from 0 on",
  ),
  one(
    "CPUs below nothing",
    web("cpus: -1"),
    "/p/compose.yaml, line 4: services.web.cpus: given -1; accepted: a number from 0 on",
  ),
  one(
    "a restart policy that is none",
    web("restart: sometimes"),
    '/p/compose.yaml, line 4: services.web.restart: given "sometimes"; accepted: no, always, unless-stopped, on-failure or on-failure:COUNT',
  ),
  one(
    "an image without a name",
    "services:\n  web: {image: ''}\n",
    '/p/compose.yaml, line 2: services.web.image: given ""; accepted: the name of an image, such as nginx:1.30',
  ),
  one(
    "an image in two words",
    "services:\n  web: {image: nginx 1}\n",
    '/p/compose.yaml, line 2: services.web.image: given "nginx 1"; accepted: the name of an image, such as nginx:1.30',
  ),
  one(
    "a port of the host alone",
    web("ports: [{published: 80}]"),
    "/p/compose.yaml, line 4: services.web.ports[0]: given no port of the container; accepted: target, from 1 to 65535",
  ),
  // Syntax
  one(
    "a list without its end",
    "services:\n  web: {image: [a\n",
    "/p/compose.yaml, line 3, column 1: given what is no YAML: Flow sequence in block collection must be sufficiently indented and end with a ]; mend the line",
  ),
  one(
    "a tab before a key",
    "services:\n\tweb: {image: a}\n",
    "/p/compose.yaml, line 2, column 1: given a tab; accepted: spaces before a key; replace the tab by two spaces",
  ),
  one(
    "a key that stands twice",
    web("image: b"),
    "/p/compose.yaml, line 4, column 5: given a key that stands there twice; accepted: each key once; remove one of them",
  ),
  one(
    "a text without its end",
    'services:\n  web:\n    image: "a\n',
    "/p/compose.yaml, line 4, column 1: given a text or list without its end; accepted: one that is closed; add what closes it",
  ),
  one(
    "a tag that nobody knows",
    web("command: !env X"),
    "/p/compose.yaml, line 4, column 14: given a tag (!NAME) that nobody knows; accepted: plain values; remove it",
  ),
  one(
    "an alias without an anchor",
    web("environment: *env"),
    "/p/compose.yaml, line 4: services.web: given *env, an alias of an anchor that is not above it",
  ),
  one(
    "an anchor that contains itself",
    "services: &a\n  web: {image: b, x-a: *a}\n",
    "/p/compose.yaml, line 2: services.web.x-a: given an anchor that contains itself; accepted: one that does not",
  ),
  one(
    "aliases that repeat each other",
    bomb(),
    "/p/compose.yaml, line 1: x-4[7][8][8][8][9]: given more than 100000 values, those of aliases counted each time",
  ),
  one(
    "a merge key of a text",
    web("<<: common"),
    "/p/compose.yaml, line 4: services.web.<<: given a text; accepted: an alias of an object, or a list of them",
  ),
  one("nothing", "\n", "/p/compose.yaml: given nothing; accepted: an object with services"),
  one(
    "only a comment",
    "# services:\n",
    "/p/compose.yaml: given nothing; accepted: an object with services",
  ),
  one("a list", "- web\n", "/p/compose.yaml: given a list; accepted: an object with services"),
  one("a text", "services\n", "/p/compose.yaml: given a text; accepted: an object with services"),
  one(
    "a key that is a number",
    web("environment: {1: a}"),
    '/p/compose.yaml, line 4: services.web.environment: given the key 1, which is no text; accepted: "1", in quotes',
  ),
  one(
    "bytes of another encoding",
    "services:\n  web: {image: a\uFFFD}\n",
    "/p/compose.yaml, line 2: given bytes that are no UTF-8 text; accepted: YAML; take the file back from git or a backup",
  ),
  // Keys and types
  one(
    "an unknown key at the top",
    "service:\n  web: {image: a}\n",
    "/p/compose.yaml, line 1: service: unknown key; did you mean services?",
  ),
  one(
    "an unknown key of a service",
    web("port: 80"),
    "/p/compose.yaml, line 4: services.web.port: unknown key; did you mean ports?",
  ),
  one(
    "an unknown key of a build",
    web("build: {contxt: .}"),
    "/p/compose.yaml, line 4: services.web.build.contxt: unknown key; did you mean context?",
  ),
  one(
    "services as a list",
    "services:\n  - web\n",
    "/p/compose.yaml, line 1: services: given a list; accepted: an object",
  ),
  one(
    "a service as a text",
    "services:\n  web: nginx\n",
    '/p/compose.yaml, line 2: services.web: given "nginx"; accepted: an object',
  ),
  one(
    "a service's name",
    "services:\n  we b: {image: a}\n",
    "/p/compose.yaml, line 2: services.we b: unknown key; accepted: names of letters, digits, dots, dashes and underscores",
  ),
  one(
    "ports as an object",
    web("ports: {80: 80}"),
    '/p/compose.yaml, line 4: services.web.ports: given the key 80, which is no text; accepted: "80", in quotes',
  ),
  one(
    "environment as a text",
    web("environment: A=1"),
    '/p/compose.yaml, line 4: services.web.environment: given "A=1"; accepted: an object or a list',
  ),
  one(
    "a port out of range",
    web('ports: ["80:70000"]'),
    '/p/compose.yaml, line 4: services.web.ports[0]: given "80:70000"; accepted: PORT, HOSTPORT:PORT or ADDRESS:HOSTPORT:PORT, ports from 1 to 65535',
  ),
  one(
    "ports that do not match",
    web('ports: ["8000-8002:80-81"]'),
    '/p/compose.yaml, line 4: services.web.ports[0]: given "8000-8002:80-81"; accepted: PORT, HOSTPORT:PORT or ADDRESS:HOSTPORT:PORT, ports from 1 to 65535',
  ),
  one(
    "a port that is none",
    web('ports: ["a:b"]'),
    '/p/compose.yaml, line 4: services.web.ports[0]: given "a:b"; accepted: PORT, HOSTPORT:PORT or ADDRESS:HOSTPORT:PORT, ports from 1 to 65535',
  ),
  one(
    "a volume of four parts",
    web("volumes: ['a:/b:ro:z']"),
    '/p/compose.yaml, line 4: services.web.volumes[0]: given "a:/b:ro:z"; accepted: PATH, VOLUME:PATH or FOLDER:PATH, with :ro behind it where it is only read',
  ),
  one(
    "a volume without target",
    web("volumes: [{type: volume, source: a}]"),
    "/p/compose.yaml, line 4: services.web.volumes[0]: given no target; accepted: a volume with the key target",
  ),
  one(
    "a number that is none",
    web("cpus: ${CPUS:-two}"),
    '/p/compose.yaml, line 4: services.web.cpus: given "two"; accepted: a number',
  ),
  one(
    "a flag that is none",
    web("read_only: ${RO:-maybe}"),
    '/p/compose.yaml, line 4: services.web.read_only: given "maybe"; accepted: true or false',
  ),
  one(
    "a condition that nobody knows",
    web("depends_on: {db: {condition: service_ready}}", "  db: {image: a}\n"),
    '/p/compose.yaml, line 4: services.web.depends_on.db.condition: given "service_ready"; accepted: service_started, service_healthy, service_completed_successfully',
  ),
  one(
    "a quote in a command that is not closed",
    web("command: sh -c 'a"),
    '/p/compose.yaml, line 4: services.web.command: given "sh -c \'a"; accepted: a command whose quotes are closed',
  ),
  one(
    "a health check that begins with no CMD",
    web("healthcheck: {test: [curl, -f, x]}"),
    '/p/compose.yaml, line 4: services.web.healthcheck.test: given a list that begins with "curl"; accepted: one that begins with CMD, CMD-SHELL or NONE, or a text',
  ),
  // Variables
  one(
    "a variable that must be set",
    web("environment:\n  A: ${SECRET:?give me one}"),
    "/p/compose.yaml, line 5: services.web.environment.A: the variable SECRET is not set: give me one; set it in .env or in the environment",
  ),
  one(
    "a brace without a name",
    web("command: echo ${}"),
    '/p/compose.yaml, line 4: services.web.command: given "${}"; accepted: $NAME, ${NAME} or ${NAME:-default}; a dollar sign is $$',
  ),
  one(
    "a brace that is not closed",
    web("command: echo ${A"),
    '/p/compose.yaml, line 4: services.web.command: given "${A"; accepted: $NAME, ${NAME} or ${NAME:-default}; a dollar sign is $$',
  ),
  one(
    "a variable's name",
    web("command: echo ${1A}"),
    '/p/compose.yaml, line 4: services.web.command: given "${1A}"; accepted: $NAME, ${NAME} or ${NAME:-default}; a dollar sign is $$',
  ),
  // References
  one(
    "neither image nor build",
    "services:\n  web: {command: a}\n",
    "/p/compose.yaml, line 2: services.web: given neither image nor build; accepted: one of them, or both",
  ),
  one(
    "a service that is not there",
    web("depends_on: [db]"),
    "/p/compose.yaml, line 4: services.web.depends_on.db: given db; accepted: web",
  ),
  one(
    "a circle of services",
    "services:\n  a: {image: a, depends_on: [b]}\n  b: {image: b, depends_on: [c]}\n  c: {image: c, depends_on: [a]}\n",
    "/p/compose.yaml, line 2: services.a.depends_on: given a circle: a depends on b depends on c depends on a",
  ),
  one(
    "a network that is not declared",
    web("networks: [back]"),
    "/p/compose.yaml, line 4: services.web.networks.back: given a network that is not declared; accepted: none: none is declared; add it below networks at the top",
  ),
  one(
    "a volume that is not declared",
    web("volumes: ['data:/data']"),
    "/p/compose.yaml, line 4: services.web.volumes[0]: given the volume data, which is not declared; accepted: none: none is declared; add it below volumes at the top, or write ./data for a folder",
  ),
  one(
    "a secret that is not declared",
    web("secrets: [token]"),
    "/p/compose.yaml, line 4: services.web.secrets[0]: given token, which is not declared; accepted: none: none is declared",
  ),
  one(
    "a secret without a source",
    web("secrets: [token]", "secrets: {token: {}}\n"),
    "/p/compose.yaml: secrets.token: given neither file nor environment; accepted: one of them",
  ),
  one(
    "two mounts at one place",
    web("volumes: ['./a:/x']\ntmpfs: [/x]"),
    "/p/compose.yaml, line 4: services.web.volumes[0]: given /x, which tmpfs[0] has already",
  ),
  one(
    "network_mode and networks",
    web("network_mode: host\nnetworks: [a]", "networks: {a: }\n"),
    "/p/compose.yaml, line 4: services.web.network_mode: given with networks; accepted: one of them",
  ),
  one(
    "two numbers of replicas",
    web("scale: 2\ndeploy: {replicas: 3}"),
    "/p/compose.yaml, line 4: services.web.scale: given 2, and deploy.replicas 3; accepted: the same number in both",
  ),
  one(
    "a service of a profile that is off",
    web("depends_on: [db]", "  db: {image: a, profiles: [x]}\n"),
    "/p/compose.yaml, line 4: services.web.depends_on.db: given db, a service of the profile x, which is not active; name it with --profile",
  ),
  // Other files
  one(
    "a file of variables that is not there",
    web("env_file:\n  - none.env"),
    "/p/compose.yaml, line 5: services.web.env_file[0]: /p/none.env cannot be read: there is no such file",
  ),
  one(
    "extends of a file that is not there",
    web("extends: {file: none.yaml, service: a}"),
    "/p/compose.yaml, line 4: services.web.extends.file: /p/none.yaml cannot be read: there is no such file",
  ),
  one(
    "extends of a service that is not there",
    web("extends: {service: base}"),
    "/p/compose.yaml, line 4: services.web.extends: given the service base, which /p/compose.yaml has not; accepted: web",
  ),
  one(
    "a circle of extends",
    "services:\n  a: {extends: b}\n  b: {extends: a}\n",
    "/p/compose.yaml, line 2: services.a.extends: given a circle: a (/p/compose.yaml) extends b (/p/compose.yaml) extends a (/p/compose.yaml)",
  ),
  one(
    "include of a file that is not there",
    "include: [none.yaml]\nservices: {web: {image: a}}\n",
    "/p/compose.yaml, line 1: include[0]: /p/none.yaml cannot be read: there is no such file",
  ),
  {
    title: "a circle of includes",
    files: {
      "compose.yaml": "include: [b.yaml]\nservices: {web: {image: a}}\n",
      "b.yaml": "include:\n  - compose.yaml\n",
    },
    message:
      "/p/b.yaml, line 2: include[0]: given a circle: /p/compose.yaml includes /p/b.yaml includes /p/compose.yaml",
  },
  {
    title: "a broken .env",
    files: { "compose.yaml": web("command: a"), ".env": "A=1\nB='x\n" },
    message:
      "/p/.env, line 2: B: given a value that begins with ' and has no end; accepted: one that is closed",
  },
  {
    title: "a file of variables with a broken name",
    files: { "compose.yaml": web("env_file: a.env"), "a.env": "A=1\n\nB%C=secret\n" },
    message:
      '/p/a.env, line 3: given "B%C=..."; accepted: NAME=value, with letters, digits and _ in the name',
  },
  {
    title: "a list over an object",
    merged: 2,
    files: {
      "a.yaml": web("logging: {driver: x}\nhealthcheck: {test: a}"),
      "b.yaml":
        "services:\n  web:\n    ulimits: {a: 1}\n    deploy: {labels: []}\n    x-a: 1\n    expose: {}\n",
    },
    message: "/p/b.yaml, line 6: services.web.expose: given an object; accepted: a list",
  },
  {
    title: "an object over a list of an extension",
    merged: 2,
    files: { "a.yaml": web("command: a", "x-a: [1]\n"), "b.yaml": "services: {}\nx-a: {b: 1}\n" },
    message:
      "/p/b.yaml, line 2: x-a: given an object where another file has a list; accepted: the same in both",
  },
  {
    title: "an unknown key of the second file",
    merged: 2,
    files: { "a.yaml": web("command: a"), "b.yaml": "services:\n  web:\n    comand: b\n" },
    message: "/p/b.yaml, line 3: services.web.comand: unknown key; did you mean command?",
  },
];

/** Ten lists of ten, one in the other: ten thousand million values. */
function bomb(): string {
  const lines = ["x-0: &a0 [a, a, a, a, a, a, a, a, a, a]"];
  for (let index = 1; index < 10; index++) {
    lines.push(
      `x-${index}: &a${index} [${Array(10)
        .fill(`*a${index - 1}`)
        .join(", ")}]`,
    );
  }
  return `${lines.join("\n")}\nservices: {web: {image: a}}\n`;
}
