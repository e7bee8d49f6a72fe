import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { generateDockerfile } from "../../../components/app/python/dockerfile";
import { projectWith } from "./project";

const FLASK = "from flask import Flask\napp = Flask(__name__)\n";
const REQUIREMENTS = { "requirements.txt": "flask==3.1\n" };

const made = (files: Record<string, string>) => generateDockerfile(projectWith(files));
const textOf = (files: Record<string, string>) => made(files)?.text ?? "";
/** The command of a stage. */
const commandOf = (stage: string, files: Record<string, string>): string[] =>
  JSON.parse(
    new RegExp(`AS ${stage}\\n[^]*?CMD (.*)`).exec(textOf(files))?.[1] ?? "[]",
  ) as string[];

test("the whole file", () => {
  expect(
    textOf({ "app.py": FLASK, ...REQUIREMENTS, "apt.txt": "# for Pillow\nlibjpeg62-turbo\n" }),
  ).toMatchInlineSnapshot(`
    "# Made by Berth from requirements.txt, app.py.
    ARG PYTHON_IMAGE=python:3.13-slim

    FROM $PYTHON_IMAGE AS base
    ENV PYTHONUNBUFFERED=1 \\
        PYTHONDONTWRITEBYTECODE=1 \\
        PATH=/opt/venv/bin:$PATH \\
        PORT=8000
    WORKDIR /app
    ARG APT_MIRROR=
    RUN if [ -n "$APT_MIRROR" ]; then \\
            find /etc/apt -name '*.list' -o -name '*.sources' \\
            | xargs sed -i "s|https\\?://[^/ ]*/debian|\${APT_MIRROR%/}|"; \\
        fi \\
        && apt-get update \\
        && apt-get install -y --no-install-recommends libjpeg62-turbo \\
        && rm -rf /var/lib/apt/lists/*

    FROM base AS packages
    ARG PIP_INDEX_URL=
    ARG PIP_TRUSTED_HOST=
    RUN python -m venv --without-pip /opt/venv
    COPY requirements.txt ./
    RUN pip --python /opt/venv install --no-cache-dir -r requirements.txt
    RUN pip --python /opt/venv install --no-cache-dir gunicorn

    FROM base AS dev
    COPY --from=packages /opt/venv /opt/venv
    COPY . .
    EXPOSE 8000
    CMD ["sh","-c","exec flask --app app:app run --debug --host 0.0.0.0 --port \\"$PORT\\""]

    FROM base AS prod
    COPY --from=packages /opt/venv /opt/venv
    COPY . .
    # A checkout made under a strict umask is readable for the app's user too.
    RUN chmod -R a+rX .
    ENV WEB_CONCURRENCY=2
    USER 10001:10001
    EXPOSE 8000
    CMD ["gunicorn","--threads","4","--access-logfile","-","--worker-tmp-dir","/dev/shm","app:app"]
    "
  `);
});

describe("packages", () => {
  test.each<[string, Record<string, string>, RegExp]>([
    [
      "requirements.txt, with what it names",
      { "requirements.txt": "-r requirements/base.txt\nflask", "requirements/base.txt": "x" },
      /COPY requirements.txt \.\/\nCOPY requirements\/base.txt requirements\/\nRUN pip .* -r requirements.txt/,
    ],
    [
      "uv.lock",
      { "pyproject.toml": "[project]\nname='x'\ndependencies=['flask']", "uv.lock": "" },
      /uv sync --frozen --no-dev --no-install-project/,
    ],
    [
      "poetry.lock",
      { "pyproject.toml": "[tool.poetry]", "poetry.lock": "" },
      /poetry install --only main --no-root/,
    ],
    [
      "pyproject.toml of Poetry, not locked",
      { "pyproject.toml": '[tool.poetry.dependencies]\nflask = "*"' },
      /COPY pyproject.toml \.\/\n.*poetry\nRUN .*poetry install/,
    ],
    [
      "Pipfile.lock",
      { Pipfile: "", "Pipfile.lock": "{}" },
      /COPY Pipfile Pipfile.lock \.\/\n.*\nRUN pipenv requirements/,
    ],
    [
      "pyproject.toml alone",
      { "pyproject.toml": "[project]\nname='x'\ndependencies=['flask']" },
      /"import tomllib;.*\nRUN pip .* -r \/tmp\/requirements.txt/,
    ],
    [
      "pyproject.toml alone, for a Python that cannot read it by itself",
      {
        "pyproject.toml": "[project]\nname='x'\ndependencies=['flask']",
        ".python-version": "3.10",
      },
      /RUN pip .* tomli\nRUN python -c "import tomli as tomllib;.*\nRUN pip .* -r \/tmp\/requirements.txt/,
    ],
  ])("%s", (_, files, expected) => {
    expect(textOf({ "app.py": FLASK, ...files })).toMatch(expected);
  });

  test.each([
    ["psycopg2==2.9", "gcc libc6-dev libpq-dev"],
    ["psycopg2-binary==2.9", undefined],
    ["mysqlclient", "gcc libc6-dev pkg-config default-libmysqlclient-dev"],
  ])("what the driver %s is compiled with", (driver, needed) => {
    const text = textOf({ "app.py": FLASK, "requirements.txt": `flask\n${driver}\n` });
    expect(/--no-install-recommends (.*) \\/.exec(text)?.[1]).toBe(needed);
  });

  test.each([
    ["-e .", true],
    ["-e ./lib", true],
    ["--editable=.[dev]", true],
    [".", true],
    [".[dev]", true],
    ["./lib/tool-1.0.whl", true],
    ["../lib", true],
    ["tool @ file:lib/tool", true],
    ["-e git+https://example.com/tool.git", false],
    ["tool==1.0 # as in ./lib", false],
    ["--find-links ./wheels", true],
    ["-f wheels", true],
    ["-r base+$PATH.txt", true],
  ])("installed from the project's own files: %s", (line, isSo) => {
    const text = textOf({
      "app.py": FLASK,
      "requirements.txt": `flask\n${line}\n`,
      "base+$PATH.txt": "",
    });
    expect(text.includes("COPY . .\nRUN pip")).toBe(isSo);
  });

  test.each<[string, Record<string, string>]>([
    ["pip", { "requirements.txt": "flask @ git+https://example.com/flask.git\n" }],
    ["uv", { "pyproject.toml": "", "uv.lock": 'source = { git = "https://example.com/x.git" }' }],
    ["Poetry", { "pyproject.toml": "", "poetry.lock": '[package.source]\ntype = "git"\n' }],
    ["Pipenv", { "Pipfile.lock": '{"default": {"x": {"git": "https://example.com/x.git"}}}' }],
  ])("git, where %s fetches with it", (_, files) => {
    expect(textOf({ "app.py": FLASK, ...files })).toContain(
      "--no-install-recommends git ca-certificates ",
    );
  });

  test("those that PowerShell has written", () => {
    const folder = projectWith({ "app.py": FLASK });
    const text = Buffer.from("\ufeffflask\r\ngunicorn\r\n", "utf16le");
    writeFileSync(join(folder, "requirements.txt"), text);
    expect(generateDockerfile(folder)?.text).not.toContain("install --no-cache-dir gunicorn");
  });

  test.each([
    ["flask\ngunicorn==23.0.0\n", false],
    ["flask\nGunicorn>=20\n", false],
    ["flask\n", true],
  ])("the server, where they do not have it: %j", (requirements, isAdded) => {
    const text = textOf({ "app.py": FLASK, "requirements.txt": requirements });
    expect(/install --no-cache-dir gunicorn\n/.test(text)).toBe(isAdded);
  });
});

test.each<[string, Record<string, string>, string]>([
  [".python-version", { ".python-version": "3.12.4\n" }, "3.12"],
  ["runtime.txt", { "runtime.txt": "python-3.11.9\n" }, "3.11"],
  ["Pipfile", { Pipfile: '[requires]\npython_version = "3.10"\n' }, "3.10"],
  ["a range", { "pyproject.toml": "[project]\nrequires-python = '>=3.9'\n" }, "3.13"],
])("the version of Python: %s", (_, files, version) => {
  const text = textOf({ "app.py": FLASK, ...REQUIREMENTS, ...files });
  expect(text).toContain(`ARG PYTHON_IMAGE=python:${version}-slim\n`);
});

describe("commands", () => {
  const FASTAPI = { "api.py": "from fastapi import FastAPI\napp = FastAPI()\n", ...REQUIREMENTS };
  const DJANGO = {
    "manage.py": "setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')",
    "shop/wsgi.py": "",
    "shop/settings.py": "STATIC_ROOT = BASE_DIR / 'static'\n",
    ...REQUIREMENTS,
  };

  test.each<[string, Record<string, string>, string, string]>([
    [
      "FastAPI",
      FASTAPI,
      'exec uvicorn --reload --host 0.0.0.0 --port "$PORT" api:app',
      'exec uvicorn --host 0.0.0.0 --port "$PORT" api:app',
    ],
    [
      "Django",
      DJANGO,
      'exec python manage.py runserver "0.0.0.0:$PORT"',
      "/dev/shm shop.wsgi:application",
    ],
    [
      "a factory",
      { "app.py": "import flask\ndef create_app():\n  pass", ...REQUIREMENTS },
      "exec flask --app 'app:create_app()' run --debug --host 0.0.0.0 --port \"$PORT\"",
      "/dev/shm app:create_app()",
    ],
    [
      "a Procfile",
      { "app.py": FLASK, ...REQUIREMENTS, Procfile: "release: x\nweb: gunicorn app:app\n" },
      'exec flask --app app:app run --debug --host 0.0.0.0 --port "$PORT"',
      "exec gunicorn app:app",
    ],
  ])("%s", (_, files, dev, prod) => {
    expect(commandOf("dev", files).join(" ")).toContain(dev);
    expect(commandOf("prod", files).join(" ")).toContain(prod);
  });

  test.each([
    ["gunicorn app:app", "exec gunicorn app:app"],
    ["exec gunicorn app:app", "exec gunicorn app:app"],
    ["python migrate.py && gunicorn app:app", "python migrate.py && exec gunicorn app:app"],
    ["cd src; gunicorn app:app 2>&1", "cd src; exec gunicorn app:app 2>&1"],
    ["WORKERS=2 gunicorn app:app", "exec env WORKERS=2 gunicorn app:app"],
    ["gunicorn -w $(nproc) app:app", "exec gunicorn -w $(nproc) app:app"],
    ["x && gunicorn 'app:make(\"a;b\")'", "x && gunicorn 'app:make(\"a;b\")'"],
    ["gunicorn -n 'a; b' app:app", "gunicorn -n 'a; b' app:app"],
    ["if true; then gunicorn app:app; fi", "if true; then gunicorn app:app; fi"],
    ["worker & gunicorn app:app", "worker & gunicorn app:app"],
    ["gunicorn app:app | tee log", "gunicorn app:app | tee log"],
    ["worker & web; wait", "worker & web; wait"],
  ])("a line of a Procfile is run whole: %s", (line, run) => {
    const files = { "app.py": FLASK, ...REQUIREMENTS, Procfile: `\ufeffweb: ${line}\r\n` };
    expect(commandOf("prod", files)).toEqual(["sh", "-c", run]);
  });

  test("names that a shell or a Dockerfile would take apart", () => {
    const files = { "it's $me/a;b.py": FASTAPI["api.py"], ...REQUIREMENTS };
    expect(commandOf("prod", files).join(" ")).toContain(`"$PORT" 'a;b:app'`);
    expect(textOf(files)).toContain('PYTHONPATH="/app/it\'s \\$me" \\\n');
    const flask = { "it's.py": FLASK, ...REQUIREMENTS };
    expect(commandOf("dev", flask).join(" ")).toContain(`--app 'it'\\''s:app' run`);
  });

  test("static files of Django are collected where it says into which folder", () => {
    expect(textOf(DJANGO)).toContain("collectstatic");
    expect(textOf({ ...DJANGO, "shop/settings.py": "" })).not.toContain("collectstatic");
  });
});

test.each<[string, string]>([
  ['@app.route("/")\n', "/"],
  ['@app.route("/")\n@bp.get("/healthz")\n', "/healthz"],
  ["@app.route('/items/<int:id>')\n@app.route('/items')\n", "/items"],
  ['@app.route("/$(id)")\n@app.route("/a b")\n', "/"],
  ["", "/"],
])("a path that answers: %j", (routes, path) => {
  expect(made({ "app.py": FLASK + routes, ...REQUIREMENTS })?.healthPath).toBe(path);
});

test("a folder without Python has none", () => {
  expect(made({ "index.html": "" })).toBeUndefined();
});

test.each<[string, Record<string, string>, RegExp]>([
  ["no app", { "x.py": "" }, /no Flask, Django, .* app was found .*Procfile/],
  [
    "several",
    { "a/app.py": FLASK, "b/app.py": FLASK },
    /several apps: app:app in a\/app.py, app:app in b\/app.py; say which/,
  ],
  [
    "no packages",
    { "app.py": FLASK },
    /nothing names its packages; write a requirements.txt, with flask in it/,
  ],
  [
    "a broken pyproject.toml",
    { "app.py": FLASK, "pyproject.toml": "[project" },
    /pyproject.toml cannot be read: /,
  ],
])("what does not say enough: %s", (_, files, expected) => {
  expect(() => made(files)).toThrow(expected);
});

describe("the server that is asked for", () => {
  const DJANGO = {
    "manage.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")',
    "shop/wsgi.py": "application = get_wsgi_application()",
    "requirements.txt": "django",
  };
  const askedFor = (server: "gunicorn" | "asgi", files: Record<string, string>) =>
    generateDockerfile(projectWith(files), server);

  test("is what suits the app, unless one is", () => {
    expect(made({ "app.py": FLASK, ...REQUIREMENTS })?.server).toBe("gunicorn");
    const fastapi = { "app.py": "app = FastAPI()\n", "requirements.txt": "fastapi" };
    expect(made(fastapi)?.server).toBe("asgi");
    expect(made({ ...fastapi, Procfile: "web: gunicorn app:app\n" })?.server).toBe("gunicorn");
    expect(made({ ...fastapi, Procfile: "web: uvicorn app:app\n" })?.server).toBe("asgi");
  });

  test("takes a Django project's ASGI app", () => {
    const dockerfile = askedFor("asgi", { ...DJANGO, "shop/asgi.py": "" });
    expect(dockerfile?.server).toBe("asgi");
    expect(dockerfile?.text).toContain(
      'uvicorn --host 0.0.0.0 --port \\"$PORT\\" shop.asgi:application',
    );
    expect(dockerfile?.text).toContain("install --no-cache-dir 'uvicorn[standard]'");
  });

  test.each<["gunicorn" | "asgi", Record<string, string>, RegExp]>([
    [
      "asgi",
      { "app.py": FLASK, ...REQUIREMENTS },
      /the app in app.py is one for WSGI servers; set server gunicorn, or write a Dockerfile$/,
    ],
    [
      "gunicorn",
      { "app.py": "app = FastAPI()\n", "requirements.txt": "fastapi" },
      /the app in app.py is one for ASGI servers; set server asgi, or write a Dockerfile$/,
    ],
    ["asgi", DJANGO, /the app in shop\/wsgi.py is one for WSGI servers; set server gunicorn/],
  ])("%s has to suit the app", (server, files, expected) => {
    expect(() => askedFor(server, files)).toThrow(expected);
  });
});
