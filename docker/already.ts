/** Docker's answer of a container that is to start and runs, or is to stop and does not run. */
const IS_SO_ALREADY = 304;

/** Waits for what Docker is asked to do, and takes it for done where it was so before. */
export async function orAlready(request: Promise<unknown>): Promise<void> {
  await request.catch((error: { statusCode?: number }) => {
    if (error.statusCode !== IS_SO_ALREADY) throw error;
  });
}
