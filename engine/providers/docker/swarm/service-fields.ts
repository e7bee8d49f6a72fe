import { atLeast, oneOf } from "../schema/accept";
import {
  block,
  bool,
  duration,
  int,
  labels,
  list,
  string,
  type ValuesOf,
} from "../schema/property";
import { TASK } from "./task-fields";

const ratio = (value: string) =>
  Number(value) >= 0 && Number(value) <= 1
    ? undefined
    : `has to be from 0.0 to 1.0, not "${value}"`;

/** How an update, or the way back, goes through the tasks. */
const rollout = (...actions: string[]) => ({
  delay: duration({ default: "0s" }),
  failureAction: string({ default: "pause", accept: oneOf(...actions) }),
  maxFailureRatio: string({
    default: "0.0",
    accept: ratio,
    equivalent: (old: string, next: string) => Number(old) === Number(next),
  }),
  monitor: duration({ default: "5s" }),
  order: string({ default: "stop-first", accept: oneOf("stop-first", "start-first") }),
  parallelism: int({ default: 1, accept: atLeast(0) }),
});

const port = {
  name: string(),
  protocol: string({ default: "tcp", accept: oneOf("tcp", "udp", "sctp") }),
  publishMode: string({ default: "ingress", accept: oneOf("host", "ingress") }),
  publishedPort: int({ computed: true }),
  targetPort: int({ required: true }),
};

export const SERVICE = {
  auth: block(
    {
      password: string({ forceNew: true }),
      serverAddress: string({ required: true, forceNew: true }),
      username: string({ forceNew: true }),
    },
    { forceNew: true },
  ),
  convergeConfig: block({
    delay: duration({ default: "7s" }),
    timeout: duration({ default: "3m" }),
  }),
  endpointSpec: block(
    { mode: string({ computed: true, accept: oneOf("vip", "dnsrr") }), ports: list(port) },
    { computed: true },
  ),
  labels: labels({ computed: true }),
  mode: block(
    {
      global: bool({ default: false, conflictsWith: ["replicated"] }),
      replicated: block({ replicas: int({ default: 1, accept: atLeast(0) }) }, { computed: true }),
    },
    { forceNew: true, computed: true },
  ),
  name: string({ required: true, forceNew: true, autoName: true }),
  rollbackConfig: block(rollout("pause", "continue")),
  taskSpec: block(TASK, { required: true }),
  updateConfig: block(rollout("pause", "continue", "rollback")),
};

export type ServiceInputs = ValuesOf<typeof SERVICE>;
export type TaskInputs = NonNullable<ServiceInputs["taskSpec"]>;
export type ContainerSpecInputs = NonNullable<TaskInputs["containerSpec"]>;
