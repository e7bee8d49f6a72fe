import { expect, test } from "vitest";
import { cronFields, plainCron } from "../../../shared/cron/fields";

test.each([
  ["* * * * *", "* * * * *"],
  ["0 0 * * *", "0 0 * * *"],
  ["*/15 2 * * *", "0,15,30,45 2 * * *"],
  ["5-20/5,7 */6 1 1-3 *", "5,7,10,15,20 0,6,12,18 1 1,2,3 *"],
  ["0 0 * * 1-5", "0 0 * * 1,2,3,4,5"],
  ["0 0 * * 5-7", "0 0 * * 0,5,6"],
  ["0  0 31\t* *", "0 0 31 * *"],
  ["0 0 29 2 *", "0 0 29 2 *"],
  ["0-59 0-23 1-31 1-12 *", "* * * * *"],
  ["0 0 * JAN,mar-may *", "0 0 * 1,3,4,5 *"],
  ["0 9 * * Mon-Fri", "0 9 * * 1,2,3,4,5"],
  ["@hourly", "0 * * * *"],
  ["@daily", "0 0 * * *"],
  ["@Midnight", "0 0 * * *"],
  ["@weekly", "0 0 * * 0"],
  ["@monthly", "0 0 1 * *"],
  ["@annually", "0 0 1 1 *"],
])("%s is %s", (line, plain) => {
  const fields = cronFields(line);
  expect(fields && plainCron(fields)).toBe(plain);
});

test.each([
  ["four fields", "0 0 * *"],
  ["six fields", "0 0 0 * * *"],
  ["a minute too many", "60 0 * * *"],
  ["an hour too many", "0 24 * * *"],
  ["a day 0", "0 0 0 * *"],
  ["a month 13", "0 0 1 13 *"],
  ["a weekday 8", "0 0 * * 8"],
  ["a range backwards", "30-10 0 * * *"],
  ["a step of nothing", "*/0 0 * * *"],
  ["the name of no month", "0 0 * mon *"],
  ["the name of no weekday", "0 0 * * jan"],
  ["a name where only numbers stand", "0 0 mon * *"],
  ["a nickname of nothing", "@fortnightly"],
  ["a nickname that is no time", "@reboot"],
  ["a day that no year has", "0 0 30 2 *"],
  ["a day that none of its months has", "0 0 31 4,6 *"],
  ["both a day and a weekday", "0 0 1 * 1"],
  ["an empty entry", "1,,2 0 * * *"],
])("%s is no schedule", (_, line) => {
  expect(cronFields(line)).toBeUndefined();
});
