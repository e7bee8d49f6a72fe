import { containerSections, imagesSection, publishedPort, setting, values } from "berth/settings";

export const sections = {
  folder: setting(values.nonEmptyText, {
    description: "The folder with the pages.",
    accepted: "a folder, relative to the project",
    example: "site",
  }).default("site"),
  port: publishedPort(8080),
  nginx: setting(values.nonEmptyText, {
    description: "nginx configuration in place of the image's own server block.",
    accepted: "a server block that listens on port 80 and serves /usr/share/nginx/html",
    example: "server { listen 80; root /usr/share/nginx/html; }",
  }).optional(),
  images: imagesSection("nginx"),
  ...containerSections,
};
