import type { Stack } from "../stack";

/** The app's name: the project's, unless a stack file names it. */
export const appNameOf = ({ project, written }: Stack) =>
  written.app?.name ?? dockerNameOf(project);

/** A project's name as Docker accepts it in the names of containers and images. */
export function dockerNameOf(project: string): string {
  const name = project
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 30);
  return name.replace(/^-+|-+$/g, "") || "app";
}
