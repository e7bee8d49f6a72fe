import { failure } from "../errors";
import { handler, type Session } from "../handler";
import { push } from "../registry/push";
import { parseReference } from "../registry/reference";
import { deleteManifest, manifestDigest, type RegistryAccess } from "../registry/registry-api";
import { block, bool, map, string, type ValuesOf } from "../schema/property";

const authConfig = {
  address: string({ required: true }),
  password: string(),
  username: string(),
};

export const REGISTRY_IMAGE = {
  authConfig: block(authConfig),
  build: block({}, { unsupported: "builds by RegistryImage; build with docker.Image" }),
  insecureSkipVerify: bool({ default: false }),
  keepRemotely: bool({ default: false }),
  name: string({ required: true, forceNew: true }),
  sha256Digest: string({ readOnly: true }),
  triggers: map({ forceNew: true }),
};

type Inputs = ValuesOf<typeof REGISTRY_IMAGE>;

export const registryImage = handler({
  fields: REGISTRY_IMAGE,
  timeouts: true,
  secrets: ["authConfig.password"],

  async create(inputs, session) {
    const reference = await push(inputs.name ?? "", withLogin(session, inputs));
    const digest = reference.slice(reference.indexOf("@") + 1);
    return { id: digest, live: { sha256Digest: digest } };
  },

  async read(id, state, session) {
    const digest = await manifestDigest(await manifestAccess(state, session));
    return digest === undefined ? undefined : { id, live: { sha256Digest: digest } };
  },

  async delete(_id, state, session) {
    if (state.keepRemotely) return;
    try {
      await deleteManifest(await manifestAccess(state, session), state.sha256Digest ?? "");
    } catch (error) {
      const hint = "Leave it there with `keepRemotely: true`.";
      throw failure(`image ${state.name} cannot be deleted from its registry`, error, hint);
    }
  },
});

function withLogin(session: Session, { authConfig }: Inputs): Session {
  const { address = "", username, password } = authConfig ?? {};
  if (!username || !password) return session;
  return { ...session, credentials: session.credentials.with({ address, username, password }) };
}

/** Where an image's manifest is, and as whom to ask for it. */
export async function manifestAccess(inputs: Inputs, session: Session): Promise<RegistryAccess> {
  const { credentials } = withLogin(session, inputs);
  const { registry, repository, tag = "latest" } = parseReference(inputs.name ?? "");
  const address = inputs.authConfig?.address ?? "";
  return {
    base: baseAddress(registry, address),
    repository,
    tag,
    login: await credentials.find(registry),
    insecure: inputs.insecureSkipVerify ?? false,
  };
}

/** The registry's own address. Docker speaks plain HTTP with those on this machine only. */
function baseAddress(registry: string, given: string): string {
  if (given.startsWith("http://")) return given.replace(/\/+$/, "");
  if (registry === "docker.io") return "https://registry-1.docker.io";
  const local = /^(localhost|127\.\d+\.\d+\.\d+)(:|$)/.test(registry);
  return `${local ? "http" : "https"}://${registry}`;
}
