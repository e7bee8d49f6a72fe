import { posix } from "node:path";
import type { ProjectFiles, Source } from "./project-files";

export type Framework = "flask" | "django" | "fastapi" | "starlette" | "quart";

/** The interface that a framework's app has: https://peps.python.org/pep-3333/ and https://asgi.readthedocs.io */
export type Interface = "wsgi" | "asgi";

/** Where a project's app is, in the words that its servers take. */
export interface AppObject {
  framework: Framework;
  interface: Interface;
  /** `MODULE:NAME`, or `MODULE:NAME()` for a factory. */
  reference: string;
  isFactory: boolean;
  /** The folder that the module is imported from, relative to the project; empty for the project itself. */
  root: string;
  /** The file that says so, relative to the project. */
  file: string;
}

const INTERFACES: Record<Framework, Interface> = {
  flask: "wsgi",
  django: "wsgi",
  fastapi: "asgi",
  starlette: "asgi",
  quart: "asgi",
};

const CLASSES: Record<string, Framework> = {
  Flask: "flask",
  APIFlask: "flask",
  OpenAPI: "flask",
  FastAPI: "fastapi",
  Starlette: "starlette",
  Quart: "quart",
};

/** Names that files with an app have by custom, the most telling first. */
const FILES = ["wsgi", "asgi", "app", "main", "application", "server", "api", "run", "__init__"];

/** `app = Flask(__name__)`, `app: Flask = flask.Flask(__name__)`, at the left margin. */
const OBJECT = new RegExp(
  `^(\\w+)(?:\\s*:\\s*[\\w."']+)?\\s*=\\s*(?:\\w+\\.)?(${Object.keys(CLASSES).join("|")})\\(`,
  "gm",
);
/** `app = create_app(...)`: what a factory made, where a server is to find it. */
const MADE =
  /^(app|application|api)\s*(?::\s*[\w."']+\s*)?=\s*(?:\w+\.)*(?:create|make|build|get)_(?:\w+_)?app\w*\(/m;
/** `def create_app(config=None):`, that can be called without arguments. */
const FACTORY = /^(?:async\s+)?def\s+((?:create|make)_app)\s*\(([^)]*)\)/m;

/**
 * The app of a project, found by reading.
 *
 * @returns several where the project has more than one and nothing says which it is; none where it has none.
 */
export function findApps(files: ProjectFiles): AppObject[] {
  const django = djangoApp(files);
  if (django) return [django];
  const found = files.sources.flatMap((source) => appIn(source, files) ?? []);
  const best = Math.min(...found.map(rankOf));
  return found.filter((app) => rankOf(app) === best);
}

/** Fewer folders first, then an app rather than a factory, then the names that are custom. */
function rankOf({ file, isFactory }: AppObject): number {
  const base = posix.basename(file, ".py");
  const name = FILES.indexOf(base);
  // A package is what its folder holds: it is no deeper than a module beside that folder.
  const depth = file.split("/").length - (base === "__init__" ? 1 : 0);
  return depth * 1000 + Number(isFactory) * 100 + (name < 0 ? FILES.length : name);
}

function djangoApp(files: ProjectFiles): AppObject | undefined {
  const manage = files.read("manage.py");
  if (!manage?.includes("DJANGO_SETTINGS_MODULE")) return undefined;
  const settings = /DJANGO_SETTINGS_MODULE["']\s*,\s*["']([\w.]+)["']/.exec(manage)?.[1] ?? "";
  // `shop.settings.production` belongs to `shop`, as `shop.settings` does.
  const names = settings.split(".");
  const above = names.map((_, i) => `${names.slice(0, names.length - i).join("/")}/wsgi.py`);
  const file = above.find((path) => files.has(path)) ?? onlyWsgi(files);
  if (!file) return undefined;
  const reference = `${file.replace(/\.py$/, "").replaceAll("/", ".")}:application`;
  return { framework: "django", interface: "wsgi", reference, isFactory: false, root: "", file };
}

/** Settings may be chosen as the program runs; a project of one site has one such file. */
function onlyWsgi({ sources }: ProjectFiles): string | undefined {
  const found = sources.filter(({ path }) => path.endsWith("/wsgi.py"));
  return found.length === 1 ? found[0]?.path : undefined;
}

function appIn({ path, text }: Source, files: ProjectFiles): AppObject | undefined {
  const at = (framework: Framework, name: string, isFactory: boolean): AppObject => {
    const { module, root } = moduleOf(path, files);
    const reference = `${module}:${name}${isFactory ? "()" : ""}`;
    const kind = INTERFACES[framework];
    return { framework, interface: kind, reference, isFactory, root, file: path };
  };
  // One that is mounted below another has a name of its own.
  const objects = [...text.matchAll(OBJECT)];
  const object = objects.find(([, name = ""]) => /^app(lication)?$/.test(name)) ?? objects[0];
  if (object) return at(CLASSES[object[2] ?? ""] ?? "flask", object[1] ?? "app", false);
  const framework = frameworkOf(text) ?? frameworkOfAll(files);
  if (!framework) return undefined;
  const made = MADE.exec(text);
  if (made) return at(framework, made[1] ?? "app", false);
  const factory = FACTORY.exec(text);
  if (factory && needsNothing(factory[2] ?? "")) return at(framework, factory[1] ?? "", true);
  return undefined;
}

const IMPORTS = /^\s*(?:from|import)\s+(flask|fastapi|starlette|quart)\b/m;

const frameworkOf = (text: string) => IMPORTS.exec(text)?.[1] as Framework | undefined;

/** A factory may make an app of a class that another module imports. */
function frameworkOfAll({ sources }: ProjectFiles): Framework | undefined {
  for (const { text } of sources) {
    const framework = frameworkOf(text);
    if (framework) return framework;
  }
  return undefined;
}

/** Whether each parameter has a default, or takes whatever is left. */
const needsNothing = (parameters: string) =>
  parameters
    .split(",")
    .map((parameter) => parameter.trim())
    .every((parameter) => parameter === "" || parameter.includes("=") || parameter.startsWith("*"));

/** How a file is imported: packages reach up for as long as there is an `__init__.py`. */
function moduleOf(path: string, files: ProjectFiles): { module: string; root: string } {
  const names = path.replace(/\.py$/, "").split("/");
  let root = names.length - 1;
  const isPackage = (depth: number) =>
    !names[depth - 1]?.includes(".") &&
    files.has(posix.join(...names.slice(0, depth), "__init__.py"));
  while (root > 0 && isPackage(root)) root--;
  const module = names.slice(root).filter((name) => name !== "__init__");
  return { module: module.join("."), root: names.slice(0, root).join("/") };
}
