import { z } from "zod";
import { setting } from "../../language/meta";
import { orCommand } from "../../language/short-form";
import { command, count, DOCKER_NAMES, dockerName, flag } from "../../language/values";
import { limitsObject } from "../limits";
import { logsObject } from "../logs";
import { healthCommand } from "./health";

const process = z.strictObject({
  command: setting(command, {
    description:
      "What it runs: a list of words, or a line for the shell, which hands SIGTERM on to a program that it is replaced by (`exec`). Where the image has an ENTRYPOINT, that is given these words.",
    accepted: "a list of words, or a line for the shell",
    example: "celery --app shop worker",
  }),
  replicas: setting(count(1, 100), {
    description: "How many containers of it run.",
    accepted: "a whole number from 1 to 100",
    example: "2",
    defaults: { both: 1 },
  }).optional(),
  singleton: setting(flag, {
    description:
      "Whether there must never be two of it, such as celery beat: the old version's is gone before the new version's starts, whatever the rollout.",
    accepted: "true or false",
    example: "true",
    defaults: { both: false },
  }).optional(),
  healthCommand: setting(healthCommand, {
    description:
      "A health check, run in its container every 30 seconds (10 on a Swarm): a list of words, as Docker's CMD, or a line for the image's shell. Exit code 0 is healthy.",
    accepted: "a list of words, or a line for the shell",
    example: "celery --app shop inspect ping",
    defaults: { words: "none: it is well once it has run for 5 seconds without a restart" },
  }).optional(),
  stopGrace: setting(count(1, 86400), {
    description:
      "Seconds between SIGTERM and SIGKILL: how long it may take to finish what it is at. An `up` and a destroy wait for it.",
    accepted: "a whole number of seconds from 1 to 86400",
    example: "300",
    defaults: { both: 30 },
  }).optional(),
  limits: limitsObject("a container of this process", { cpus: 1, memory: "512m" }).optional(),
  logs: logsObject.optional(),
});

/** What runs beside the web server: a setting of the section `app`. */
export const processes = setting(z.record(dockerName, orCommand(process)), {
  description:
    "What else runs from the app's image, such as workers, by name: with the app's environment, secrets, networks and volumes, from the same release. Each is reached by its name on the stack's network.",
  accepted: "a map of names to commands or objects",
  example: "celery --app shop worker",
  entry: {
    key: "worker",
    accepted: "a command, or an object with the key command",
    names: DOCKER_NAMES,
  },
  short: "command",
  defaults: { both: {} },
}).optional();
