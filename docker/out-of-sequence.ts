import { setTimeout as sleep } from "node:timers/promises";

const TRIES = 5;
const PAUSE_MS = 200;

/**
 * Swarm takes a change only of the version that it has: where somebody else made one between the look
 * and the change, it has to be looked at anew.
 *
 * @param change reads and writes; it is called again where the version it wrote was not the last one.
 * @throws Error of the last of five tries.
 */
export async function inSequence<T>(change: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await change();
    } catch (error) {
      if (tries === TRIES || !isOutOfSequence(error)) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

/** Swarm has no status of its own for it, so that engines give 500 with these words. */
const isOutOfSequence = (error: unknown) =>
  error instanceof Error && error.message.includes("update out of sequence");
