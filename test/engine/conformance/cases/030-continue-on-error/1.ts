// $ up --yes --skip-preview --continue-on-error
import { Thing } from "../../thing";

const bad = new Thing("bad", { fails: "create" });
new Thing("after", { value: bad.made });
new Thing("apart", { value: 1 });
