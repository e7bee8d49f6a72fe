import type { ProjectFiles } from "./project-files";
import type { PyProject } from "./py-project";
import { pythonVersionOf } from "./python-version";

/** How the packages of a project are installed. */
export interface Packages {
  /** The files that this needs, relative to the project. */
  files: readonly string[];
  /** Whether they are installed from the project's own folder, too, as with `-e .`. */
  needSource: boolean;
  /** Lines for the shell that install them into the virtual environment `/opt/venv`. */
  commands: readonly string[];
  /** Everything that the files say, to look names up in. */
  text: string;
}

const PIP = "pip --python /opt/venv install --no-cache-dir";

/** Since Python 3.11: https://docs.python.org/3/library/tomllib.html */
const TOMLLIB = 11;

/** Prints the dependencies of a pyproject.toml, one a line. */
const dependencies = (parser: string) =>
  `python -c "import ${parser}; print(*tomllib.load(open('pyproject.toml', 'rb'))['project'].get('dependencies', []), sep='\\n')"`;

/**
 * How the packages of a project are installed, by the file that names their versions most exactly.
 * Undefined where no file names any.
 */
export function packagesOf(files: ProjectFiles, project: PyProject): Packages | undefined {
  const found = (paths: readonly string[], ...commands: string[]): Packages => ({
    files: paths.filter((path) => files.has(path)),
    commands,
    needSource: false,
    text: paths.map((path) => files.read(path) ?? "").join("\n"),
  });
  if (files.has("uv.lock") && project.isThere) {
    return found(
      ["pyproject.toml", "uv.lock"],
      "pip install --no-cache-dir uv",
      "UV_PROJECT_ENVIRONMENT=/opt/venv UV_PYTHON_DOWNLOADS=never uv sync --frozen --no-dev --no-install-project --no-cache",
    );
  }
  if (project.isThere && (files.has("poetry.lock") || project.isOfPoetry)) {
    return found(
      ["pyproject.toml", "poetry.lock"],
      "pip install --no-cache-dir poetry",
      "VIRTUAL_ENV=/opt/venv poetry install --only main --no-root --no-interaction --no-cache",
    );
  }
  if (files.has("Pipfile.lock")) {
    return found(
      ["Pipfile", "Pipfile.lock"],
      "pip install --no-cache-dir pipenv",
      "pipenv requirements >/tmp/requirements.txt",
      `${PIP} -r /tmp/requirements.txt`,
    );
  }
  if (files.has("requirements.txt")) {
    const others = requirementFiles(files, "requirements.txt");
    const packages = found(others, `${PIP} -r requirements.txt`);
    const isOdd = others.some((path) => !/^[\w./+@-]+$/.test(path));
    return { ...packages, needSource: isOdd || OWN_FOLDER.test(packages.text) };
  }
  if (project.hasDependencies) {
    const isOld = Number(pythonVersionOf(files)?.split(".")[1] ?? TOMLLIB) < TOMLLIB;
    return found(
      ["pyproject.toml"],
      ...(isOld ? [`${PIP} tomli`] : []),
      `${dependencies(isOld ? "tomli as tomllib" : "tomllib")} >/tmp/requirements.txt`,
      `${PIP} -r /tmp/requirements.txt`,
    );
  }
  return undefined;
}

/** `-e .`, `./lib`, `name @ file:lib`: https://pip.pypa.io/en/stable/reference/requirements-file-format/ */
const OWN_FOLDER =
  /^[ \t]*(?:(?:-e|--editable|-f|--find-links)[ \t=]+(?!(?!file:)[\w+]+:)|\.{0,2}\/|\.{1,2}[ \t]*(?:\[|#|$)|(?:[\w.[\],-]+[ \t]*@[ \t]*)?file:)/m;

/** Whether git has to be there for some: in pip's words, those of uv, Poetry or Pipenv. */
export const isFromGit = ({ text }: Packages) =>
  /\bgit\+\w+:|\bgit = ["']|^type = "git"|"git": "/m.test(text);

/** A requirements file and those that it names with `-r` or `-c`. */
function requirementFiles(files: ProjectFiles, first: string): string[] {
  const paths = new Set([first]);
  // A set is walked with what is added to it meanwhile.
  for (const path of paths) {
    const text = files.read(path) ?? "";
    const folder = path.split("/").slice(0, -1);
    for (const [, named = ""] of text.matchAll(
      /^\s*(?:-[rc]|--requirement|--constraint)[\s=]+(\S+)/gm,
    )) {
      const other = [...folder, ...named.split("/")].filter((name) => name !== ".").join("/");
      if (files.has(other)) paths.add(other);
    }
  }
  return [...paths];
}

/** Whether one of a project's packages has that name, in whatever spelling: https://peps.python.org/pep-0503/ */
export function hasPackage({ text }: Packages, name: string): boolean {
  return new RegExp(`(^|["'\\s])${name.replace("-", "[-_.]")}(?![-_.]?\\w)`, "im").test(text);
}
