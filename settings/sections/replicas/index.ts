import { setting } from "../../language/meta";
import { count } from "../../language/values";

export const replicas = {
  schema: setting(count(1, 100), {
    description:
      "How many app containers run. From two on, or with rollout rolling, a proxy holds the port.",
    accepted: "a whole number from 1 to 100",
    example: "3",
    defaults: { both: 1 },
  }).optional(),
};
