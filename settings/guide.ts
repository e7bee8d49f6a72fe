import { markdownTable } from "./language/markdown-table";

/** The example stack files of docs/settings.md; a test deploys them as far as the settings go. */
export const EXAMPLE_STACKS = {
  dev: `config:
  mode: dev
  app:
    name: widgets
    env:
      LOG_LEVEL: debug
  database: mysql
`,
  prod: `config:
  mode: prod
  app:
    name: widgets
    port: 0.0.0.0:80
    secrets:
      api_key:
        secure: v1:...
  database:
    engine: mysql
    limits:
      memory: 2g
  limits:
    memory: 300m
  registry:
    server: registry.example.com/team
    username: deploy
    password:
      secure: v1:...
`,
};

/** What stands before the tables of docs/settings.md. */
export const GUIDE = `# Settings

<!-- Generated from settings/ by \`npm run docs\`: edit the sections there, not this file. -->

A stack's settings are in \`Pulumi.<stack>.yaml\`. Only \`mode\` is required: it picks the default of
everything else, and each setting can be changed alone. Keys that are not listed here are errors.

## Change a setting

\`\`\`sh
pulumi config set mode dev                              # a setting at the top
pulumi config set --path app.port 8080                  # a setting in a group
pulumi config set --path app.env.LOG_LEVEL debug        # an entry of a map
pulumi config set --path 'build.cacheFrom[0]' IMAGE     # an element of a list
pulumi config set --secret --path registry.password     # a secret: it asks for it
pulumi config set --secret --raw --path app.secrets.id_ed25519 < id_ed25519   # a file, to the byte
pulumi config rm --path app.port                        # back to the default
\`\`\`

Without \`--raw\` the line break at the end of a file is left out; ssh, for one, refuses a key that lacks it.
\`--stack dev\` picks the stack. Quote a path with brackets, as in \`'app.secrets["tls.key"]'\`.
Editing the file does the same, with three things to know:

- YAML reads \`3.10\` as the number 3.1 and \`010\` as 8. Put texts that look like numbers in quotes.
- \`registry.password\` and \`app.secrets\` have to be encrypted; only \`pulumi config set --secret\` does that.
- Write a group as YAML, not as JSON in one text: the next \`pulumi config set --path\` would replace
  all of it.

Before anything is changed, all problems of the file are shown at once. Each comes with what was
given, what is accepted, and the command that mends it:

\`\`\`
Pulumi.dev.yaml has 1 problem; nothing was changed.
  berth:restart: given "alwyas"; accepted: no, on-failure, always or unless-stopped
    mend: pulumi config set --stack dev restart always
\`\`\`

## A database server's own configuration

\`\`\`yaml
database:
  engine: mysql
  config: |                # or the path of a file: ./database.cnf
    max_allowed_packet = 256M
  limits:
    memory: 2g
  startPeriod: 1800        # seconds, where its first start imports gigabytes
\`\`\`

For MySQL and MariaDB, lines without a group belong to \`[mysqld]\`; for Redis they are lines of redis.conf, for PostgreSQL of
postgresql.conf. They win over the image's own files. Those files win over what Berth derives from \`limits.memory\`: InnoDB's
buffer pool and tables in memory; for Redis 60 % as \`maxmemory\`, with \`maxmemoryPolicy\`; for PostgreSQL a quarter as shared
buffers. A change replaces the server: the old one is stopped first, and the data is kept. Lines that the server would refuse
are found before that.

PostgreSQL keeps its data below \`/var/lib/postgresql\`, in a folder for each version: an image of another version is refused
before anything is changed. The image has to be based on Debian, like \`postgres:18\`. Files in
\`/docker-entrypoint-initdb.d\` run as the superuser, before the app's user is there.

## Several databases

\`\`\`yaml
databases:
  database: postgres       # the same as the setting database: postgres
  cache: redis
  reports:
    engine: mysql
    limits:
      memory: 2g
\`\`\`

Each has a container \`project-stack-NAME\`, a volume \`project-stack-NAME-ENGINE-data\`, and passwords and backups of its own. On the
app's networks it also answers to \`NAME\`. The setting \`database\` and an entry of that name mean the same, so moving from one to the other
changes nothing. If you write \`databases\` alone, the default MySQL is not added. In each server the app's
database and user have the app's name, unless \`name\` and \`user\` say otherwise.

The entry \`database\` gives the app \`MYSQL_HOST\`, \`POSTGRES_HOST\` or \`REDIS_HOST\` and the like, and \`DATABASE_URL_FILE\`. Another one
gives \`NAME_HOST\`, \`NAME_PORT\`, \`NAME_PASSWORD_FILE\`, \`NAME_URL_FILE\`, and \`NAME_USER\` and \`NAME_DATABASE\` where its server has
them: \`cache\` gives \`CACHE_URL_FILE\`, \`job-cache\` \`JOB_CACHE_URL_FILE\`. Outputs are \`databaseUrl\`, and \`databaseUrls\` by name.

\`volume\` takes over the data of an existing volume, such as one of a Compose project that has been stopped. The server has
to be of the version that wrote the data. Berth sets its own passwords at the first start, and never deletes the volume.

## Short forms

${markdownTable(
  ["Short", "Means"],
  [
    ["`database: mysql`", "`database: {engine: mysql}`"],
    ["`backup: daily`", "`backup: {schedule: daily}`"],
    ["`tls: internal`", "`tls: {issuer: internal}`"],
    [
      "`port: 8000`",
      '`port: "127.0.0.1:8000"`, with a domain in prod and on a Swarm `"0.0.0.0:8000"`',
    ],
    ["`port: none`", "not published"],
    ["`hardening: false`", "each of its parts `false`"],
    ["`command: flask run`", "`command: [sh, -c, flask run]`"],
  ],
)}

A path into a short form replaces it: \`pulumi config set --path database.port 3306\` drops \`database: mysql\`, engine
and all, \`--path backup.keep 14\` the schedule, \`--path tls.ca ...\` the issuer. Set \`database.engine\`,
\`backup.schedule\` or \`tls.issuer\` by its path too.

## Examples

\`Pulumi.dev.yaml\`:

\`\`\`yaml
${EXAMPLE_STACKS.dev}\`\`\`

\`Pulumi.prod.yaml\`:

\`\`\`yaml
${EXAMPLE_STACKS.prod}\`\`\`
`;
