import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { ImageUser } from "../image-user";
import { labels, nameOf } from "../labels";
import type { SecretFilesArgs } from "../secret-files";

/** A secret as a service names it, with the file that its tasks find. */
export interface SecretReference {
  secretId: pulumi.Input<string>;
  secretName: pulumi.Input<string>;
  /** Below /run/secrets. */
  fileName: string;
  fileUid: pulumi.Input<string>;
  fileGid: string;
  fileMode: number;
}

/** A Swarm takes 64 characters, of which the provider adds eight. */
const LONGEST_NAME = 56;

/**
 * Secrets of a Swarm, each a file of mode 0400 that belongs to the user who reads it.
 *
 * A secret cannot be changed. Another content is a new secret with another name, and the old one goes
 * once the services have the new one.
 */
export class SwarmSecrets extends pulumi.ComponentResource {
  /** What to give to the service. */
  readonly references: SecretReference[];

  constructor(name: string, args: SecretFilesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:SwarmSecrets", name, {}, opts);
    const { id, host, image, role, files } = args;
    const isAnybodys = files.some(({ uid }) => uid === undefined);
    const user = isAnybodys
      ? new ImageUser(`${name}-user`, { host, image }, { parent: this }).uid
      : "0";
    this.references = files.map((file) => {
      const secret = new docker.Secret(
        nameOf(id, role, file.name).slice(0, LONGEST_NAME),
        {
          data: pulumi
            .secret(file.content)
            .apply((content) => Buffer.from(content).toString("base64")),
          labels: labels(id, `${role}-secret`),
        },
        { parent: this },
      );
      return {
        secretId: secret.id,
        secretName: secret.name,
        fileName: file.name,
        fileUid: file.uid === undefined ? user : String(file.uid),
        fileGid: "0",
        fileMode: 0o400,
      };
    });
    this.registerOutputs({ secrets: this.references.map(({ secretName }) => secretName) });
  }
}
