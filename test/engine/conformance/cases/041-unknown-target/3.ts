// $ up --yes --skip-preview --target urn:none --target **one
import { Thing } from "../../thing";

new Thing("one", { value: 2 });
