import { Thing } from "../../thing";

const one = new Thing("one", { value: 1 });
const fails = () => {
  throw new Error("it cannot be transformed");
};
new Thing("two", { value: one.made }, { transforms: [fails] });
