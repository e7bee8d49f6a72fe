import { describe, expect, it } from "vitest";
import { containerSections, imagesSection, publishedPort, setting, values } from "../../settings";
import { parseSections } from "../../settings/language/check";
import { FILE, rawConfig } from "./raw-config";

const sections = {
  folder: setting(values.nonEmptyText, {
    description: "A folder.",
    accepted: "a folder",
    example: "site",
  }).default("site"),
  port: publishedPort(8080),
  images: imagesSection("nginx", "redis"),
  ...containerSections,
};

const parse = (values: Record<string, unknown>) => parseSections(FILE, rawConfig(values), sections);

describe("the settings of a program of its own", () => {
  it("have the defaults of its sections", () => {
    expect(parse({})).toEqual({
      folder: "site",
      port: { address: "127.0.0.1", port: 8080 },
      images: { nginx: "nginx:1.30", redis: "redis:8" },
      restart: "no",
      logs: { driver: "json-file", maxSize: "10m", maxFile: 3 },
    });
  });

  it("are what its stack file says", () => {
    const given = {
      folder: "pages",
      port: "0.0.0.0:80",
      images: { nginx: "nginx:1.31" },
      restart: "always",
      limits: { cpus: 0.2, memory: "300m" },
      logs: { maxFile: 5 },
      hardening: { readOnly: true },
      host: "ssh://me@server",
    };
    expect(parse(given)).toEqual({
      folder: "pages",
      port: { address: "0.0.0.0", port: 80 },
      images: { nginx: "nginx:1.31", redis: "redis:8" },
      restart: "always",
      limits: { cpus: 0.2, memory: 300 },
      hardening: { readOnly: true },
      logs: { driver: "json-file", maxSize: "10m", maxFile: 5 },
      host: "ssh://me@server",
    });
    expect(parse({ port: "none" }).port).toBeUndefined();
  });

  it("are wrong all at once, each with what mends it", () => {
    const given = { port: 0, images: { mysql: "mysql:9" }, prot: 1, "template:folder": "pages" };
    expect(() => parse(given)).toThrow(
      `Pulumi.dev.yaml has 4 problems; nothing was changed.
  berth:folder: given "pages" as template:folder, in a namespace that this project does not read; accepted: folder without a namespace, which is berth:folder in Pulumi.dev.yaml
    mend: pulumi config set --stack dev folder pages && pulumi config rm --stack dev template:folder
  berth:port: given 0; accepted: a port from 1 to 65535, IPV4-ADDRESS:PORT, [IPV6-ADDRESS]:PORT, or none
    mend: pulumi config set --stack dev port 8080
  berth:images.mysql: given a key that does not exist; accepted: the keys nginx, redis
    mend: pulumi config rm --stack dev --path images.mysql
  berth:prot: given a key that does not exist; accepted: port (did you mean this?), or the keys folder, port, images, host, restart, limits, hardening, logs
    mend: pulumi config rm --stack dev prot`,
    );
  });
});
