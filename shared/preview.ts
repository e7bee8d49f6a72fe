import * as pulumi from "@pulumi/pulumi";

/** Whether this run changes nothing. Who asks here says of itself what it leaves to the update. */
export const isPreview = (): boolean => pulumi.runtime.isDryRun();

/**
 * Says that an update has something to do that this preview cannot do, though no resource may change:
 * the embedded engine then runs the program again, instead of taking over what the preview found.
 */
export function leaveToUpdate(what: string): void {
  const leave: unknown = Reflect.get(globalThis, Symbol.for("berth.leaveToUpdate"));
  if (typeof leave === "function") leave(what);
}
