import { z } from "zod";
import { setting } from "../../language/meta";
import { count, flag } from "../../language/values";
import { healthTest, seconds } from "./forms";

const TIMES = "whole seconds, such as 30s, 1m30s or 30";

/** Compose's healthcheck, with the times of Berth's own checks. */
export const healthcheck = z.strictObject({
  test: setting(healthTest, {
    description: "The command that says whether it is well.",
    accepted:
      "a line for the shell, [CMD, PROGRAM, ...], [CMD-SHELL, LINE] in which LINE is one text, or [NONE]",
    example: "wget -qO- http://127.0.0.1:8025/livez",
    defaults: { words: "the image's own" },
  }).optional(),
  interval: setting(seconds, {
    description: "The time between checks.",
    accepted: TIMES,
    example: "10s",
    defaults: { both: "2s" },
  }).optional(),
  timeout: setting(seconds, {
    description: "How long a check may take.",
    accepted: TIMES,
    example: "3s",
    defaults: { both: "5s" },
  }).optional(),
  retries: setting(count(1, 1000), {
    description: "How many checks in a row may fail.",
    accepted: "a whole number from 1 to 1000",
    example: "10",
    defaults: { both: 5 },
  }).optional(),
  start_period: setting(seconds, {
    description: "How long it may take to start, during which failed checks do not count.",
    accepted: TIMES,
    example: "2m",
    defaults: { both: "60s" },
  }).optional(),
  disable: setting(flag, {
    description: "Whether the image's own check is not run.",
    accepted: "true or false",
    example: "true",
    defaults: { both: false },
  }).optional(),
});
