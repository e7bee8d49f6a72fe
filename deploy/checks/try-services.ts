import type { AppImageArgs } from "../../components";
import { registryHostOf } from "../../components/app/app-image";
import { userError } from "../../shared/user-error";
import { type Run, tryImage } from "./try-image";
import type { Login } from "./try-pull";

/** A service's image, and how it is to be run. */
export interface TriedService {
  image: AppImageArgs;
  run: Run & { setting: string };
  /**
   * The platform that it has to have.
   *
   * @default any
   */
  platform?: string;
}

/**
 * Builds or pulls the images of services before anything is changed, though not in a preview.
 *
 * @param engine the platform that the engine has, such as `linux/amd64`.
 * @throws pulumi.RunError with the setting that is wrong.
 */
export async function tryServices(
  address: string,
  services: readonly TriedService[],
  engine: string,
  login?: Login,
): Promise<void> {
  for (const { platform, run } of services) {
    if (platform === undefined || platform === engine) continue;
    throw userError(
      `${run.setting}.platform: given ${platform}, and the engine has ${engine}; nothing was changed; take it away where the image is for several: pulumi config rm --stack ${services[0]?.image.id.stack} --path ${run.setting}.platform`,
    );
  }
  await Promise.all(
    services.map(({ image, run }) => {
      const isThere = login && image.image?.startsWith(`${registryHostOf(login.server)}/`);
      const isBuilt = image.image === undefined;
      return tryImage(address, image, run, isThere || isBuilt ? login : undefined);
    }),
  );
}
