import { z } from "zod";
import { setting } from "../../language/meta";

const CONTAINER_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]+$/;

export const adopt = {
  schema: setting(z.array(z.string().regex(CONTAINER_NAME)), {
    description:
      "Containers that ran before the stack, such as those of a Compose project, whose place it takes: the first `up` stops them, and never removes them. Those with a database's volume or one of its ports stop before what needs it starts, all others once the new ones are healthy.",
    accepted: "a list of names of containers, as `docker ps` shows them",
    example: "shop-db-1",
    entry: { key: 0, accepted: "the name of a container, as `docker ps` shows it" },
    defaults: { both: [] },
  }).optional(),
};
