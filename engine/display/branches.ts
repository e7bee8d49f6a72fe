/** An item of a tree with what is drawn around it. */
export interface Branch<T> {
  item: T;
  /** The lines that lead to it from the left. */
  lead: string;
  /** What stands before text below it, so that the lines to its children and siblings go on. */
  below: string;
}

/** A tree from its root on, parents before their children, as lines lead to them. */
export function drawBranches<T>(root: T, childrenOf: (item: T) => readonly T[]): Branch<T>[] {
  const draw = (item: T, lead: string, indent: string): Branch<T>[] => {
    const children = childrenOf(item);
    const below = `${indent}${children.length ? "│" : " "}  `;
    return [
      { item, lead, below },
      ...children.flatMap((child, index) => {
        const isLast = index === children.length - 1;
        return draw(child, indent + (isLast ? "└─ " : "├─ "), indent + (isLast ? "   " : "│  "));
      }),
    ];
  };
  return draw(root, "", "");
}
