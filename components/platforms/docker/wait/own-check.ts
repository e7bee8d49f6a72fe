import type Docker from "dockerode";
import { passesHealthTest } from "../../../../docker/health-test";

/** Runs a container's health check from here; true as soon as it passes, false when the pause is over. */
export type OwnCheck = (
  inspected: Docker.ContainerInspectInfo,
  pauseMs: number,
) => Promise<boolean>;

/** A check takes its time from what it asks: it rests for twice as long as it took. */
const REST = 2;

/**
 * The check of a container between two looks at it: Docker's first one comes after a whole interval, and
 * its next one likewise. One that takes longer than the pause goes on beside the looks. A container that
 * was started again may end as soon as before: of that one Docker's verdict counts.
 */
export function ownCheckOf(container: Docker.Container): OwnCheck {
  let running: Promise<{ passed: boolean }> | undefined;
  let restsUntil = 0;
  const check = async (inspected: Docker.ContainerInspectInfo) => {
    const start = performance.now();
    const passed = await passesHealthTest(container, inspected);
    const end = performance.now();
    restsUntil = end + (end - start) * REST;
    return { passed };
  };
  return async (inspected, pauseMs) => {
    const pause = new Promise<false>((resolve) => setTimeout(resolve, pauseMs, false));
    const isResting = running === undefined && performance.now() < restsUntil;
    if (isResting || inspected.RestartCount > 0) return pause;
    running ??= check(inspected);
    const end = await Promise.race([running, pause]);
    // One that ends between two looks counts at the next one.
    if (!end) return false;
    running = undefined;
    return end.passed || pause;
  };
}
