import {
  containerSections,
  environment,
  imagesSection,
  publishedPort,
  setting,
  values,
} from "berth/settings";

export const sections = {
  folder: setting(values.nonEmptyText, {
    description: "The folder of the app, mounted on /app.",
    accepted: "a folder, relative to the project",
    example: "app",
  }).default("app"),
  debug: setting(values.flag, {
    description: "Flask's debug server on port 5000, or nginx and uWSGI on port 80.",
    accepted: "true or false",
    example: "true",
  }).default(false),
  port: publishedPort(8091),
  env: environment.default({}),
  healthPath: setting(values.webPath, {
    description: "The path that answers with a status below 400 when the app is ready to serve.",
    accepted: "a path that begins with /, without spaces, quotes and backslashes",
    example: "/",
  }).default("/"),
  images: imagesSection("python"),
  ...containerSections,
};
