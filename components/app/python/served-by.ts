import { ContextError } from "../../../docker/context/context-error";
import { shownPath } from "../../../docker/context/file-name";
import type { ServerName } from "../servers";
import type { AppObject } from "./app-object";
import type { ProjectFiles } from "./project-files";

/**
 * The app as a server takes it: a Django project has both a WSGI and an ASGI app.
 *
 * @param folder as it is shown.
 * @throws ContextError where the app is none that the server takes.
 */
export function servedBy(
  server: ServerName | undefined,
  app: AppObject,
  files: ProjectFiles,
  folder: string,
): AppObject {
  if (server === "gunicorn" && app.interface === "asgi") throw unsuited(folder, app, "asgi");
  if (server !== "asgi" || app.interface === "asgi") return app;
  const file = app.file.replace(/wsgi\.py$/, "asgi.py");
  if (app.framework !== "django" || !files.has(file)) throw unsuited(folder, app, "gunicorn");
  return { ...app, interface: "asgi", file, reference: app.reference.replace(".wsgi:", ".asgi:") };
}

function unsuited(folder: string, { file, interface: kind }: AppObject, server: string) {
  return new ContextError(
    `${folder} has no Dockerfile, and the app in ${shownPath(file)} is one for ${kind.toUpperCase()} servers; set server ${server}, or write a Dockerfile`,
  );
}
