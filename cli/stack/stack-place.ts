import type { BackupPlace } from "../../backup/places";
import { connect } from "../../docker/connect";
import type { DockerHost } from "../../docker/host";
import { neededImages, pythonImage } from "../prepare/base-images";
import { findPlace } from "./find-place";

/** A stack, and a client of its engine. */
export interface StackPlace extends BackupPlace {
  host: DockerHost;
  /** References of the images that the stack starts from. */
  images: readonly string[];
  /** Reference of an image with Python. */
  python: string;
}

/**
 * Finds a stack of the project in a folder.
 *
 * @param name the stack; where it is undefined, the one that other commands would take.
 */
export function openPlace(
  name: string | undefined,
  folder: string,
  env: NodeJS.ProcessEnv,
): StackPlace {
  const { id, host, settings } = findPlace(name, folder, env);
  return {
    docker: connect(host.address),
    id,
    host,
    python: pythonImage(settings),
    images: neededImages(settings).map(({ reference }) => reference),
  };
}
