import * as pulumi from "@pulumi/pulumi";
import type { StackId } from "../../components";
import { hostOf } from "../../components/app-image";
import { connect } from "../../docker/connect";
import { type FormerConfig, refuseToLoseConfig } from "./former-config";
import { type TriedConfig, tryConfig } from "./try-config";
import { type Login, type PulledImage, tryPull } from "./try-pull";

/** What is tried of a stack's own servers before anything is changed. */
export interface TriedServers {
  /** Images that are run as they are, beside the app's. */
  pulls: readonly PulledImage[];
  /** The configuration volume of an earlier version, where there may be one. */
  former?: FormerConfig;
  /** The database's configuration, where it has one. */
  config?: TriedConfig;
}

/**
 * Pulls the images of databases and edges, and has the database's image read its configuration, though
 * not in a preview; looks whether a person's configuration would be lost.
 *
 * @throws pulumi.RunError with the setting that is wrong.
 */
export async function tryServers(
  address: string,
  { pulls, former, config }: TriedServers,
  id: StackId,
  login?: Login,
): Promise<void> {
  const docker = connect(address);
  const isPreview = pulumi.runtime.isDryRun();
  for (const image of isPreview ? [] : pulls) {
    const isThere = login && image.reference.startsWith(`${hostOf(login.server)}/`);
    await tryPull(docker, image, isThere ? login : undefined);
  }
  if (former) await refuseToLoseConfig(docker, former, id);
  if (config && !isPreview) await tryConfig(docker, config, id);
}
