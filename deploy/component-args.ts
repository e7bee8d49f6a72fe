import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { AppImageArgs, BackupArgs, CertificateSource, HttpsArgs } from "../components";
import type { Settings, TlsSettings } from "../settings";
import { OFFICIAL_IMAGES } from "../settings/sections/images";
import type { Engine } from "./checks";
import { madeDockerfile } from "./made-dockerfile";

type BackupPlan = Pick<BackupArgs, "schedule" | "keep" | "folder" | "limits">;

/** Everything that the app's image is built from. */
export function imageArgsOf(settings: Settings, engine: Pick<Engine, "platform">): AppImageArgs {
  const { project, stack, app, server, build, registry } = settings;
  return {
    ...app,
    server,
    ...build,
    id: { project, stack },
    imageName: app.name,
    platform: build.platform ?? engine.platform,
    buildArgs: buildArgsOf(settings),
    registry,
  };
}

/** The build arguments that stand for settings, with those of `app.buildArgs` on top. */
export function buildArgsOf(settings: Settings): Record<string, string> {
  const { app, images } = settings;
  return {
    ...(isPinned(settings) ? {} : { PYTHON_IMAGE: images.python }),
    ...buildMirrors(settings),
    ...app.buildArgs,
  };
}

/** Build arguments with the mirrors that packages are had from. */
export function buildMirrors({ build }: Settings): Record<string, string> {
  const args = {
    PIP_INDEX_URL: build.pipIndexUrl,
    PIP_TRUSTED_HOST: build.pipTrustedHost,
    APT_MIRROR: build.aptMirror,
  };
  return Object.fromEntries(
    Object.entries(args).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Whether an app without a Dockerfile names its own version of Python, and no setting another image. */
const isPinned = (settings: Settings) =>
  settings.images.python === OFFICIAL_IMAGES.python &&
  settings.release === undefined &&
  madeDockerfile(settings)?.python !== undefined;

/** The folder that is mounted for live reload, with its owner as the user; nothing without a mount. */
export function bindOf({ source, app }: Settings): { bindSource?: string; user?: string } {
  if (source !== "bind") return {};
  const bindSource = resolve(app.context);
  return { bindSource, user: app.user ?? bindOwner(bindSource) };
}

/**
 * `UID:GID` of a folder's owner: what a container writes into it then belongs to the developer.
 * Undefined for a folder that is not there, which is told where the build is planned.
 */
export function bindOwner(folder: string): string | undefined {
  const owner = statSync(folder, { throwIfNoEntry: false });
  return owner && `${owner.uid}:${owner.gid}`;
}

/** How backups are made, with the owner of their folder as the user; undefined where there are none. */
export function backupOf({ backup }: Settings): BackupPlan | undefined {
  if (!backup) return undefined;
  const { folder: path, ...rest } = backup;
  // A folder that is not there, the checks have refused.
  const folder = path === undefined ? undefined : { path, owner: bindOwner(path) ?? "0:0" };
  return { ...rest, folder };
}

/**
 * How the app's domain is served, with the files that a look ahead has found well; nothing without a
 * domain.
 */
export function httpsOf({ domain, tls, app }: Settings): HttpsArgs | undefined {
  const { httpsPort: port } = app;
  return domain && tls && port ? { domain, port, certificate: sourceOf(tls) } : undefined;
}

function sourceOf({ issuer, email, ca, caRoot, certificate, key }: TlsSettings): CertificateSource {
  if (certificate && key) {
    return { from: "files", certificate: read(certificate), key: read(key) };
  }
  if (issuer === "internal") return { from: "internal" };
  return { from: "acme", email, directory: ca, root: caRoot && read(caRoot) };
}

const read = (file: string) => readFileSync(file, "utf8");
