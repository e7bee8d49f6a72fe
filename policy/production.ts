/**
 * Whether a stack is one for production: its setting `mode` says so, or its name where the project has
 * no such setting.
 */
export function isProduction(mode: string | undefined, stack: string): boolean {
  return mode === undefined ? /^prod(uction)?$/.test(stack) : mode === "prod";
}
