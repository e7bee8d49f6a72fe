/** Where the edge reads its routes: a volume, so that they outlive it. */
export const ROUTES_FOLDER = "/run/berth";

/** Divides evenly by the usual numbers of replicas. */
const SLOTS = 24;

/**
 * The edge's places for a container's address, as paths. Their number is fixed in its configuration,
 * so there are more than containers: replicas come and go without a change of the edge.
 */
export function slotsFor(replicas: number): string[] {
  const count = Math.max(SLOTS, replicas);
  return Array.from({ length: count }, (_, index) => `${ROUTES_FOLDER}/${index + 1}`);
}

/** What is to be in each slot, in their order. */
export function slotsOf(containers: readonly string[], port: number): string[] {
  return slotsFor(containers.length).map(
    (_, index) => `${containers[index % containers.length]}:${port}`,
  );
}

/** A shell script that fills the slots with its arguments, each in one step, and removes those beyond. */
export const FILL_SLOTS = `cd ${ROUTES_FOLDER} && slot=0
for address; do
  slot=$((slot + 1))
  printf %s "$address" > .next && mv -f .next "$slot" || exit 1
done
while [ -e "$((slot + 1))" ]; do slot=$((slot + 1)) && rm "$slot"; done
`;

/** A shell script that prints the slots' contents, a line each. */
export const PRINT_SLOTS = `cd ${ROUTES_FOLDER} && for slot in $(ls | sort -n); do cat "$slot"; echo; done`;
