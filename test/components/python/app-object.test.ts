import { expect, test } from "vitest";
import { findApps } from "../../../components/app/python/app-object";
import { ProjectFiles } from "../../../components/app/python/project-files";
import { projectWith } from "./project";

const found = (files: Record<string, string>) =>
  findApps(new ProjectFiles(projectWith(files))).map(
    ({ framework, reference, root }) => `${framework} ${reference}${root ? ` in ${root}` : ""}`,
  );

const FLASK = "from flask import Flask\napp = Flask(__name__)\n";
const FACTORY =
  "from flask import Flask\ndef create_app(config=None):\n    return Flask(__name__)\n";
const MANAGE = 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.production")\n';

test.each<[string, Record<string, string>, string[]]>([
  ["a module", { "app.py": FLASK }, ["flask app:app"]],
  [
    "another name",
    { "server.py": "import flask\nsite = flask.Flask('x')\n" },
    ["flask server:site"],
  ],
  [
    "with a type",
    { "main.py": "from flask import Flask\nweb: Flask = Flask(__name__)" },
    ["flask main:web"],
  ],
  ["a factory", { "shop/__init__.py": FACTORY }, ["flask shop:create_app()"]],
  [
    "what a factory made",
    { "wsgi.py": "from shop import create_app\napp = create_app()\n", "shop/__init__.py": FACTORY },
    ["flask wsgi:app"],
  ],
  [
    "a factory that wants something",
    { "app.py": "from flask import Flask\ndef create_app(config):\n    pass\n" },
    [],
  ],
  [
    "a package below src",
    { "src/shop/__init__.py": "", "src/shop/web.py": FLASK },
    ["flask shop.web:app in src"],
  ],
  ["a folder that is no package", { "backend/app.py": FLASK }, ["flask app:app in backend"]],
  [
    "FastAPI",
    { "main.py": "from fastapi import FastAPI\n\napp = FastAPI(title='x')\n" },
    ["fastapi main:app"],
  ],
  ["Starlette", { "app.py": "app = Starlette(debug=True)\n" }, ["starlette app:app"]],
  ["Quart", { "app.py": "from quart import Quart\napp = Quart(__name__)\n" }, ["quart app:app"]],
  [
    "Django",
    { "manage.py": MANAGE, "shop/wsgi.py": "", "shop/__init__.py": "" },
    ["django shop.wsgi:application"],
  ],
  [
    "Django, whose settings are chosen as it runs",
    { "manage.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", chosen)', "shop/wsgi.py": "" },
    ["django shop.wsgi:application"],
  ],
  ["the one of a customary name", { "app.py": FLASK, "tool.py": FLASK }, ["flask app:app"]],
  ["the one nearer to the top", { "app.py": FLASK, "old/app.py": FLASK }, ["flask app:app"]],
  [
    "two that nothing tells apart",
    { "a/app.py": FLASK, "b/app.py": FLASK },
    ["flask app:app in a", "flask app:app in b"],
  ],
  [
    "the one that others are mounted below",
    { "main.py": "api = FastAPI()\napp = FastAPI()\napp.mount('/api', api)\n" },
    ["fastapi main:app"],
  ],
  [
    "none that nobody could import",
    { "app.old.py": FLASK, "v1.2/__init__.py": "", "v1.2/app.py": FLASK },
    ["flask app:app in v1.2"],
  ],
  [
    "none in a test beside the app",
    { "shop/web.py": FLASK, "test_shop.py": "from flask import Flask\napp = create_app()\n" },
    ["flask web:app in shop"],
  ],
  [
    "the one at the top, however much there is below",
    {
      ...Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`a/x${i}.py`, ""])),
      "web.py": FLASK,
    },
    ["flask web:app"],
  ],
  [
    "none in tests and other people's packages",
    { "tests/app.py": FLASK, ".venv/app.py": FLASK, "x.py": "" },
    [],
  ],
  ["none in a function", { "x.py": "def main():\n    app = Flask(__name__)\n" }, []],
])("%s", (_, files, expected) => {
  expect(found(files)).toEqual(expected);
});
