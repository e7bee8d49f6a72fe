/** What the exports of a module say to have dynamic providers take its functions along: see register.cjs. */
const MARK = 'Object.defineProperty(exports, "deploymentOnlyModule", { value: true });';

/**
 * A compiled module with that mark. Dynamic providers run in a process of their own: of a module in
 * node_modules Pulumi would write down no more than its path, which `exports` of the package does not give
 * away, and which the next version may not have. The mark comes last, so that the source map holds.
 */
export function withDeploymentOnly(code: string): string {
  const at = code.lastIndexOf("\n//# sourceMappingURL=");
  return at < 0 ? `${code}\n${MARK}\n` : `${code.slice(0, at)}\n${MARK}${code.slice(at)}`;
}
