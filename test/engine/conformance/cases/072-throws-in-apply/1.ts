import { Thing } from "../../thing";

const one = new Thing("one", { value: 1 });
const broken = one.made.apply((made): string => {
  throw new Error(`cannot use ${made}`);
});
new Thing("two", { value: broken });
