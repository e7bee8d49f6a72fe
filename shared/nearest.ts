/** The name that was most likely meant: a slip or two away, or one the beginning of the other. */
export function nearest(given: string, names: readonly string[]): string | undefined {
  const typed = given.toLowerCase();
  const slips = typed.length > 3 ? 2 : 1;
  const [best] = names
    .map((name) => ({ name, distance: distance(typed, name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= slips || isBeginning(typed, name.toLowerCase()))
    .sort((one, other) => one.distance - other.distance);
  return best?.name;
}

function isBeginning(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.length >= 3 && long.startsWith(short);
}

/** How many slips lead from one name to the other: a letter more, less or another, or two in each other's place. */
function distance(from: string, to: string): number {
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let line = 1; line <= from.length; line++) {
    const next = [line];
    for (let column = 1; column <= to.length; column++) {
      const same = from[line - 1] === to[column - 1];
      const swapped = from[line - 1] === to[column - 2] && from[line - 2] === to[column - 1];
      const costs = [
        (row[column - 1] ?? 0) + (same ? 0 : 1),
        (row[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
      ];
      if (swapped) costs.push((before[column - 2] ?? 0) + 1);
      next.push(Math.min(...costs));
    }
    before = row;
    row = next;
  }
  return row[to.length] ?? 0;
}
