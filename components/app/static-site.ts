import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { folderProblem } from "../../docker/host-folder";
import { userError } from "../../shared/user-error";
import { type ContainerOptions, workloadOf } from "../container-options";
import { healthCheck, httpTest } from "../health-checks";
import { nameOf } from "../labels";
import { platformOf } from "../platforms";

export interface StaticSiteArgs extends ContainerOptions {
  /** The folder with the pages, relative to the project; mounted, so that an edit shows at once. */
  folder: string;
  /** Reference of an nginx image. */
  image: string;
  /**
   * Where the host publishes it.
   *
   * @default not published
   */
  port?: { address: string; port: number };
  /**
   * nginx configuration in place of the image's own `server` block. It listens on port 80 and serves
   * /usr/share/nginx/html, where the folder is mounted.
   *
   * @default the image's own
   */
  nginx?: string;
  /**
   * Path that answers with a status below 400.
   *
   * @default "/"
   */
  healthPath?: string;
}

const PORT = 80;
const PAGES = "/usr/share/nginx/html";
/** The user `nginx` of the official image: https://github.com/nginx/docker-nginx */
const OWNED = "uid=101";
const KIND = {
  /** nginx lets running requests finish on the image's SIGQUIT. */
  graceSeconds: 15,
  user: "101",
  /** Its process id and what it buffers; Debian's build keeps the latter below /var/lib. */
  tmpfs: { "/tmp": "", "/run": OWNED, "/var/cache/nginx": OWNED, "/var/lib/nginx": OWNED },
};
const START_SECONDS = 10;

/**
 * A folder of this machine, served by nginx.
 *
 * @throws pulumi.RunError when nginx could not read the folder.
 */
export class StaticSite extends pulumi.ComponentResource {
  readonly containerName: string;
  /** The port under which the site answers, once it is healthy. */
  readonly publishedPort: pulumi.Output<{ address: string; port: number } | undefined>;

  constructor(name: string, args: StaticSiteArgs, opts?: pulumi.ComponentResourceOptions) {
    const source = readableFolder(args.folder);
    super("berth:docker:StaticSite", name, {}, opts);
    this.containerName = nameOf(args.id, name);
    const { nginx, port, host } = args;
    const platform = platformOf(args);
    const gate = platform.singleton(
      name,
      {
        ...workloadOf(args, name, KIND),
        image: platform.image(`${name}-image`, args.image, host, this),
        // Nothing in the container may write to a person's folder.
        folders: [{ source, target: PAGES, readOnly: true }],
        command: nginx === undefined ? undefined : ["sh", "-c", runWith(nginx)],
        health: healthCheck(httpTest(PORT, args.healthPath ?? "/"), START_SECONDS),
      },
      { port: PORT, published: port, startSeconds: START_SECONDS, on: "host" },
      { parent: this },
    );
    this.publishedPort = gate.id.apply(() => port);
    this.registerOutputs({
      containerName: this.containerName,
      publishedPort: this.publishedPort,
    });
  }
}

/** Docker refuses to put a file below a read-only root, so the shell writes it, where anybody can. */
function runWith(serverBlock: string): string {
  return [
    `cat >/tmp/site.conf <<'SERVER_BLOCK'\n${serverBlock}\nSERVER_BLOCK`,
    "sed 's|/etc/nginx/conf.d/\\*.conf|/tmp/site.conf|' /etc/nginx/nginx.conf >/tmp/nginx.conf",
    "exec nginx -c /tmp/nginx.conf -g 'daemon off;'",
  ].join("\n");
}

/** Docker's own error would come when the container before it is gone. */
function readableFolder(folder: string): string {
  const path = resolve(folder);
  const problem = folderProblem(path);
  if (problem) throw userError(`StaticSite: ${problem}`);
  return path;
}
