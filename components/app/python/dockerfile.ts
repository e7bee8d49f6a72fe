import { ContextError } from "../../../docker/context/context-error";
import { shownPath } from "../../../docker/context/file-name";
import { shellWord } from "../../../shared/shell-word";
import type { ServerName } from "../servers";
import { type AppObject, findApps } from "./app-object";
import { healthPathOf } from "./health-path";
import { hasPackage, isFromGit, type Packages, packagesOf } from "./packages";
import { lineOf, processesOf } from "./procfile";
import { ProjectFiles } from "./project-files";
import { readPyProject } from "./py-project";
import { pythonVersionOf } from "./python-version";
import { servedBy } from "./served-by";

/** The image's Python where a project is pinned to none. */
const PYTHON = "3.13";

/** A Dockerfile for a project that has none. */
export interface GeneratedDockerfile {
  /** With the stages `dev` and `prod`; both listen on `$PORT`. */
  text: string;
  /** The version of Python that the project is pinned to, such as `3.12`. */
  python: string | undefined;
  /** A path that the app most likely answers well. */
  healthPath: string;
  /** What runs it in the stage `prod`. */
  server: "gunicorn" | "asgi";
}

/**
 * Writes a Dockerfile for a Flask, Django, FastAPI, Starlette or Quart project from what its files say.
 * Nothing of the project is run. It takes the build arguments of Berth's own sample: PYTHON_IMAGE,
 * PIP_INDEX_URL, PIP_TRUSTED_HOST and APT_MIRROR.
 *
 * @param server what is to run the app; `gunicorn` and `asgi` have to suit it.
 * @returns undefined where the folder has neither a Python file nor a Procfile.
 * @throws ContextError with what has to be added, where the files do not say enough.
 */
export function generateDockerfile(
  folder: string,
  server?: ServerName,
): GeneratedDockerfile | undefined {
  const files = new ProjectFiles(folder);
  const web = processesOf(files.read("Procfile") ?? "").web;
  if (web === undefined && files.sources.length === 0) return undefined;
  const apps = findApps(files);
  const found = apps.length === 1 ? apps[0] : undefined;
  const app = found && servedBy(server, found, files, shownPath(folder));
  if (!app && web === undefined) throw unclearApp(folder, apps);
  const packages = packagesOf(files, readPyProject(files));
  if (!packages) throw noPackages(folder, app);
  const python = pythonVersionOf(files);
  const text = [
    `# Made by Berth from ${[...packages.files, ...(web ? ["Procfile"] : []), ...(app ? [app.file] : [])].join(", ")}.`,
    `ARG PYTHON_IMAGE=python:${python ?? PYTHON}-slim`,
    "",
    ...base(aptPackages(files, packages), app?.root),
    ...install(packages, app),
    ...stage("dev", devCommand(app) ?? lineOf(web)),
    ...stage("prod", web === undefined && app ? prodCommand(app) : lineOf(web), [
      ...collectStatic(files, app),
      "# A checkout made under a strict umask is readable for the app's user too.",
      "RUN chmod -R a+rX .",
      "ENV WEB_CONCURRENCY=2",
      "USER 10001:10001",
    ]),
  ].join("\n");
  const isAsgi = web === undefined ? app?.interface === "asgi" : ASGI_SERVER.test(web);
  return {
    text: `${text.trimEnd()}\n`,
    python,
    healthPath: healthPathOf(files, app),
    server: isAsgi ? "asgi" : "gunicorn",
  };
}

/** Programs of a Procfile that serve ASGI apps. */
const ASGI_SERVER = /\b(?:uvicorn|hypercorn|daphne|granian)\b/;

function base(apt: readonly string[], root = ""): string[] {
  const variables = [
    "PYTHONUNBUFFERED=1",
    "PYTHONDONTWRITEBYTECODE=1",
    "PATH=/opt/venv/bin:$PATH",
    // Of modules below a folder that is no package, such as src.
    ...(root ? [`PYTHONPATH=${quoted(`/app/${root}`)}`] : []),
    "PORT=8000",
  ];
  return [
    "FROM $PYTHON_IMAGE AS base",
    `ENV ${variables.join(" \\\n    ")}`,
    "WORKDIR /app",
    ...(apt.length === 0 ? [] : aptLines(apt)),
    "",
  ];
}

/** A value of ENV: a folder may have a space in its name. */
const quoted = (value: string) =>
  /^[\w./-]+$/.test(value) ? value : `"${value.replace(/["\\$]/g, "\\$&")}"`;

const aptLines = (packages: readonly string[]) => [
  "ARG APT_MIRROR=",
  'RUN if [ -n "$APT_MIRROR" ]; then \\',
  "        find /etc/apt -name '*.list' -o -name '*.sources' \\",
  `        | xargs sed -i "s|https\\?://[^/ ]*/debian|\${APT_MIRROR%/}|"; \\`,
  "    fi \\",
  "    && apt-get update \\",
  `    && apt-get install -y --no-install-recommends ${packages.join(" ")} \\`,
  "    && rm -rf /var/lib/apt/lists/*",
];

/** Database drivers that are compiled as they are installed, and what of Debian that takes. */
const COMPILED: Record<string, readonly string[]> = {
  psycopg2: ["gcc", "libc6-dev", "libpq-dev"],
  mysqlclient: ["gcc", "libc6-dev", "pkg-config", "default-libmysqlclient-dev"],
};

/** Packages of Debian, one a line: https://elements.heroku.com/buildpacks/heroku/heroku-buildpack-apt */
function aptPackages(files: ProjectFiles, packages: Packages): string[] {
  const compiled = Object.entries(COMPILED).filter(([name]) => hasPackage(packages, name));
  const lines = (files.read("apt.txt") ?? files.read("Aptfile") ?? "").split("\n");
  const named = lines
    .map((line) => line.replace(/#.*/, "").trim())
    .filter((line) => /^[a-z0-9][a-z0-9+.-]*(=\S+)?$/.test(line));
  const git = isFromGit(packages) ? ["git", "ca-certificates"] : [];
  return [...new Set([...compiled.flatMap(([, needed]) => needed), ...git, ...named])];
}

/** The servers' packages; uvicorn speaks websockets and reloads with what is in its extra. */
const PACKAGES = { gunicorn: "gunicorn", uvicorn: "'uvicorn[standard]'" };

/** A stage of its own, before any source: an edit of the app does not install packages again. */
function install(packages: Packages, app: AppObject | undefined): string[] {
  const server = app?.interface === "asgi" ? "uvicorn" : "gunicorn";
  const wanted = app && !hasPackage(packages, server) ? [PACKAGES[server]] : [];
  return [
    "FROM base AS packages",
    "ARG PIP_INDEX_URL=",
    "ARG PIP_TRUSTED_HOST=",
    "RUN python -m venv --without-pip /opt/venv",
    ...(packages.needSource ? ["COPY . ."] : copyLines(packages.files)),
    ...packages.commands.map((command) => `RUN ${command}`),
    ...wanted.map((name) => `RUN pip --python /opt/venv install --no-cache-dir ${name}`),
    "",
  ];
}

/** Each folder by itself, as a COPY puts all of its files into one. */
function copyLines(paths: readonly string[]): string[] {
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const folder = path.includes("/") ? path.replace(/[^/]*$/, "") : "./";
    folders.set(folder, [...(folders.get(folder) ?? []), path]);
  }
  return [...folders].map(([folder, names]) => `COPY ${names.join(" ")} ${folder}`);
}

function stage(name: string, command: readonly string[], last: readonly string[] = []): string[] {
  return [
    `FROM base AS ${name}`,
    "COPY --from=packages /opt/venv /opt/venv",
    "COPY . .",
    ...last,
    "EXPOSE 8000",
    `CMD ${JSON.stringify(command)}`,
    "",
  ];
}

/** With `exec`, so that signals reach the server and not the shell. */
const shell = (line: string) => ["sh", "-c", `exec ${line}`];

/** Servers that load an edited file anew. */
function devCommand(app: AppObject | undefined): string[] | undefined {
  if (!app) return undefined;
  if (app.framework === "django") return shell('python manage.py runserver "0.0.0.0:$PORT"');
  if (app.framework === "flask") {
    return shell(
      `flask --app ${shellWord(app.reference)} run --debug --host 0.0.0.0 --port "$PORT"`,
    );
  }
  return uvicorn(app, "--reload");
}

/** gunicorn listens on `$PORT` and starts `$WEB_CONCURRENCY` workers by itself: https://docs.gunicorn.org/en/stable/settings.html */
function prodCommand(app: AppObject): string[] {
  if (app.interface === "asgi") return uvicorn(app);
  // Its workers' heartbeats go to a file, which the root file system may refuse.
  const options = ["--threads", "4", "--access-logfile", "-", "--worker-tmp-dir", "/dev/shm"];
  return ["gunicorn", ...options, app.reference];
}

function uvicorn({ reference, isFactory }: AppObject, ...flags: string[]): string[] {
  const options = [...flags, ...(isFactory ? ["--factory"] : [])];
  const words = ["uvicorn", ...options, '--host 0.0.0.0 --port "$PORT"'];
  return shell([...words, shellWord(reference.replace(/\(\)$/, ""))].join(" "));
}

/** Only a project that says where its static files are to go has a use for it. */
function collectStatic(files: ProjectFiles, app: AppObject | undefined): string[] {
  const isWanted =
    app?.framework === "django" && files.sources.some(({ text }) => /^STATIC_ROOT\s*=/m.test(text));
  return isWanted ? ["RUN SECRET_KEY=build python manage.py collectstatic --noinput"] : [];
}

function unclearApp(folder: string, apps: readonly AppObject[]): ContextError {
  const say = "say which in a file named Procfile, as in";
  const [first] = apps;
  if (first) {
    const names = apps.map(({ file, reference }) => `${reference} in ${shownPath(file)}`);
    return new ContextError(
      `${shownPath(folder)} has no Dockerfile and several apps: ${names.join(", ")}; ${say} "web: gunicorn ${first.reference}", or write a Dockerfile`,
    );
  }
  return new ContextError(
    `${shownPath(folder)} has no Dockerfile, and no Flask, Django, FastAPI, Starlette or Quart app was found in its Python files; ${say} "web: gunicorn package.module:app", or write a Dockerfile`,
  );
}

function noPackages(folder: string, app: AppObject | undefined): ContextError {
  const name = app?.framework ?? "the packages that it needs";
  return new ContextError(
    `${shownPath(folder)} has no Dockerfile, and nothing names its packages; write a requirements.txt, with ${name} in it, or a Dockerfile`,
  );
}
