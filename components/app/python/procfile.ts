/** The processes of a Procfile by name: https://devcenter.heroku.com/articles/procfile */
export function processesOf(text: string): Record<string, string> {
  const lines = [...text.matchAll(/^\ufeff?([A-Za-z0-9_-]+):[ \t]*(.+?)[ \t]*$/gm)];
  return Object.fromEntries(lines.map(([, name = "", command = ""]) => [name, command]));
}
