import { concealKeys } from "../../../resource/secrecy";
import { Secret } from "../../../resource/value";
import type {
  AnswerMap,
  CheckRequest,
  CheckResult,
  CreateRequest,
  CreateResult,
  DeleteRequest,
  DiffRequest,
  DiffResult,
  PropertyMap,
  PropertyValue,
  ReadRequest,
  ReadResult,
  UpdateRequest,
  UpdateResult,
} from "../../provider";
import type { Session } from "../handler";
import { push } from "../registry/push";
import { parseReference } from "../registry/reference";
import { hasUnknown, isObject } from "../schema/values";
import { buildImage } from "./build";
import { builtBefore } from "./built-before";
import { checkImage } from "./check-image";
import { diffImage } from "./diff-image";
import type { ImageInputs } from "./fields";

/**
 * An image that is built here. Like the official provider's it lives by its inputs alone: a refresh
 * does not look at Docker, and a delete leaves the image where it is.
 */
export class ImageResource {
  check({ news }: CheckRequest): CheckResult {
    return checkImage(news);
  }

  diff({ oldInputs, news }: DiffRequest): DiffResult {
    return diffImage(oldInputs, news);
  }

  sharesName(): boolean {
    return false;
  }

  async create(request: CreateRequest, session: () => Promise<Session>): Promise<CreateResult> {
    const { inputs, preview } = request;
    if (preview && !canBuildInPreview(request)) return { id: "", outputs: inputs };
    const outputs = await buildAndPush(inputs, preview, await session());
    return { id: String(inputs.imageName), outputs };
  }

  /** A build that did not end leaves nothing but its cache. */
  async recover(): Promise<undefined> {}

  async read({ id, oldInputs, oldOutputs }: ReadRequest): Promise<ReadResult> {
    return { id, inputs: oldInputs, outputs: concealKeys(oldOutputs, [INPUTS]) };
  }

  async update(request: UpdateRequest, session: () => Promise<Session>): Promise<UpdateResult> {
    const { inputs, preview } = request;
    if (preview && !canBuildInPreview(request)) return { outputs: inputs };
    return { outputs: await buildAndPush(inputs, preview, await session()) };
  }

  async delete(_request: DeleteRequest): Promise<void> {}

  async finishDelete(): Promise<boolean> {
    return false;
  }
}

/** Where the official provider keeps the inputs within the outputs, to compare with at the next diff. */
const INPUTS = "__inputs";

async function buildAndPush(
  checked: PropertyMap,
  preview: boolean,
  session: Session,
): Promise<AnswerMap> {
  // Checked by the table, so these are their types.
  const inputs = checked as unknown as ImageInputs;
  const { imageName = "", build = {}, registry, skipPush } = inputs;
  const own = withLogin(session, inputs);
  const built =
    (await builtBefore(imageName, build, own)) ?? (await buildImage(imageName, build, own));
  const repoDigest =
    skipPush || preview ? built.imageId : await push(imageName, own, registry?.server);
  return {
    dockerfile: built.relativeDockerfile,
    context: build.context ?? ".",
    baseImageName: imageName,
    registryServer: registry?.server ?? "",
    imageName,
    platform: build.platform ?? "",
    repoDigest,
    [INPUTS]: new Secret(checked),
  };
}

/** The image's own login, given in the program, comes before any other for its registry. */
function withLogin(session: Session, { imageName = "", registry }: ImageInputs): Session {
  const { server, username, password } = registry ?? {};
  if (!username || !password) return session;
  const address = server || parseReference(imageName).registry;
  const credentials = session.credentials.with({ address, username, password });
  return { ...session, credentials };
}

function canBuildInPreview({ inputs, log }: CreateRequest): boolean {
  if (inputs.buildOnPreview !== true) return false;
  const { build, imageName } = inputs;
  const isKnown =
    isObject(build) &&
    ![build.context, build.dockerfile, build.args, imageName].some((value) =>
      hasUnknown(value as PropertyValue | undefined),
    );
  if (isKnown) return true;
  log("warning", "buildOnPreview: the image's name, context, dockerfile or args are not known yet");
  return false;
}
