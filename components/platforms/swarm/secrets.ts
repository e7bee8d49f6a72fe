import { createHash } from "node:crypto";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { labels, nameOf, type StackId } from "../../labels";
import { ImageUser } from "../docker/image-user";
import type { SecretFile, SecretsSpec } from "../platform";

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
 * Names of secrets by those of their files. Where two files would come to the same one, or it is too
 * long, a digest tells them apart.
 */
export function secretNames(
  id: StackId,
  role: string,
  files: readonly Pick<SecretFile, "name">[],
): Map<string, string> {
  const plain = files.map(({ name }) => nameOf(id, role, name));
  const names = files.map(({ name: file }, index) => {
    const name = plain[index] ?? "";
    const isOnlyOne = plain.indexOf(name) === plain.lastIndexOf(name);
    if (isOnlyOne && name.length <= LONGEST_NAME) return [file, name] as const;
    const digest = createHash("sha256").update(`${name} ${file}`).digest("hex").slice(0, 8);
    return [file, `${name.slice(0, LONGEST_NAME - 9)}-${digest}`] as const;
  });
  return new Map(names);
}

/**
 * Secrets of a Swarm, each a file of mode 0400 that belongs to the user who reads it.
 *
 * A secret cannot be changed. Another content is a new secret with another name, and the old one goes
 * once the services have the new one.
 */
export class SwarmSecrets extends pulumi.ComponentResource {
  /** What to give to the service. */
  readonly references: SecretReference[];

  constructor(name: string, args: SecretsSpec, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:SwarmSecrets", name, {}, opts);
    const { id, host, image, role, files } = args;
    const isAnybodys = files.some(({ uid }) => uid === undefined);
    const user = isAnybodys
      ? new ImageUser(`${name}-user`, { host, image }, { parent: this }).uid
      : "0";
    const names = secretNames(id, role, files);
    this.references = files.map((file) => {
      const secret = new docker.Secret(
        names.get(file.name) ?? file.name,
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
