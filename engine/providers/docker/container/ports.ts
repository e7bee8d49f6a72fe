import type { PropertyMap, PropertyValue } from "../../provider";

/** True when both lists publish the same ports, in any order: Docker reads them back sorted. */
export function samePorts(old: PropertyValue, next: PropertyValue): boolean {
  if (!Array.isArray(old) || !Array.isArray(next) || old.length !== next.length) return false;
  const left = next.map((port) => port as PropertyMap);
  return old.every((port) => {
    const index = left.findIndex((candidate) => samePort(port as PropertyMap, candidate));
    if (index < 0) return false;
    left.splice(index, 1);
    return true;
  });
}

/** A port without a host port of its own is the same as the one that Docker has chosen for it. */
function samePort(old: PropertyMap, next: PropertyMap): boolean {
  const { external } = next;
  const chosen = typeof external !== "number" || external === 0 || external === old.external;
  const address = (port: PropertyMap) => port.ip || "0.0.0.0";
  return (
    chosen &&
    old.internal === next.internal &&
    old.protocol === next.protocol &&
    address(old) === address(next)
  );
}
