import { containerSections, setting, values } from "berth/settings";

const { host, limits, logs, hardening } = containerSections;

export const sections = {
  siteUrl: setting(values.webAddress, {
    description: "The address to fetch.",
    accepted: "an http or https address",
    example: "https://example.com",
  }),
  runAgain: setting(values.text, {
    description: "Another text than at the last run, such as a date, makes the job run again.",
    accepted: "a text",
    example: "2026-01-31",
  }).optional(),
  keepData: setting(values.flag, {
    description: "Whether a destroy leaves the volume with the result in place.",
    accepted: "true or false",
    example: "true",
  }).default(false),
  host,
  limits,
  logs,
  hardening,
};
