import type { AppObject } from "./app-object";
import type { ProjectFiles } from "./project-files";

/** `@app.route("/health")`, `@router.get("/health")`: paths without parameters, as `app.healthPath` takes them. */
const ROUTE = /^\s*@\w+(?:\.\w+)*\.(?:route|get)\(\s*["'](\/[\w./~%+@:-]*)["']/gm;

/** Paths that are for health checks by custom, the most telling first. */
const CUSTOMARY = ["/healthz", "/health", "/health/", "/livez", "/readyz", "/ping", "/up", "/"];

/** A path that an app most likely answers well, for a stack that does not say which. */
export function healthPathOf({ sources }: ProjectFiles, app: AppObject | undefined): string {
  const routes = sources.flatMap(({ text }) =>
    [...text.matchAll(ROUTE)].map(([, path = "/"]) => path),
  );
  const customary = CUSTOMARY.find((path) => routes.includes(path));
  if (customary) return customary;
  // https://fastapi.tiangolo.com/tutorial/metadata/#openapi-url
  if (app?.framework === "fastapi") return "/openapi.json";
  return routes[0] ?? "/";
}
