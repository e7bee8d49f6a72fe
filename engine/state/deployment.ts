import { createHash } from "node:crypto";

import { UnsupportedError, UserError } from "../errors";
import type { ResourceState } from "../resource/state";
import type { SecretsManager } from "../secrets/passphrase";
import { deploymentFault } from "./deployment-faults";
import { type Seal, sealInPlaintext, type Unseal, unsealWith } from "./properties";
import { decodeResource, encodeResource, type ResourceJson } from "./resource-json";

/** The version that this engine gives itself: that of the official CLI whose formats it writes. */
export const ENGINE_VERSION = "v3.260.0";

export type OperationType = "creating" | "updating" | "deleting" | "reading" | "importing";

/** Something that was begun and, as long as it is recorded, not known to have ended. */
export interface PendingOperation {
  resource: ResourceState;
  type: OperationType;
}

/** Everything that a stack's state says. */
export interface Snapshot {
  resources: ResourceState[];
  pending: PendingOperation[];
}

interface DeploymentJson {
  manifest: { time: string; magic: string; version: string };
  secrets_providers?: { type: string; state?: { salt?: string } };
  resources?: ResourceJson[];
  pending_operations?: { resource: ResourceJson; type: OperationType }[];
  metadata?: Record<string, unknown>;
}

/** `stack export`: the deployment alone, with its format's version. */
export interface ExportJson {
  version: number;
  deployment: DeploymentJson;
}

interface CheckpointJson {
  version: number;
  features?: string[];
  checkpoint: { stack: string; latest?: DeploymentJson };
}

/** A state file, read but not yet decrypted. */
export interface Checkpoint {
  /** What the key was made with, or undefined where nothing was ever encrypted. */
  salt: string | undefined;
  open(secrets: SecretsManager | undefined): Snapshot;
}

/**
 * Reads a state file's text.
 *
 * @throws SyntaxError with what is wrong when it is damaged.
 */
export function parseCheckpoint(text: string): Checkpoint {
  const json = parseObject(text) as Partial<CheckpointJson>;
  if (typeof json.checkpoint !== "object" || json.checkpoint === null) {
    throw new SyntaxError("it has no checkpoint");
  }
  return checkedDeployment(json, json.checkpoint.latest);
}

/**
 * Reads an exported deployment.
 *
 * @throws SyntaxError with what is wrong with it.
 */
export function parseExport(text: string): Checkpoint {
  const json = parseObject(text) as Partial<ExportJson> & { features?: string[] };
  if (typeof json.deployment !== "object" || json.deployment === null) {
    throw new SyntaxError("it has no deployment");
  }
  return checkedDeployment(json, json.deployment);
}

function parseObject(text: string): object {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new SyntaxError(text.trim() === "" ? "it is empty" : "it is no JSON");
  }
  if (typeof json === "object" && json !== null && !Array.isArray(json)) return json;
  throw new SyntaxError("it has no object");
}

function checkedDeployment(
  { version, features }: { version?: number; features?: string[] },
  deployment: DeploymentJson | undefined,
): Checkpoint {
  if (typeof version !== "number") throw new SyntaxError("it has no version");
  checkVersion(version, features);
  const fault = deploymentFault(deployment);
  if (fault) throw new SyntaxError(fault);
  return openDeployment(deployment);
}

function checkVersion(version: number, features: string[] | undefined): void {
  if (version < 3 || version > 4) throw new UnsupportedError(`state of version ${version}`);
  if (features?.length) throw new UnsupportedError(`state that needs ${features.join(", ")}`);
}

function openDeployment(deployment: DeploymentJson | undefined): Checkpoint {
  const kind = deployment?.secrets_providers?.type;
  if (kind && kind !== "passphrase") throw new UnsupportedError(`the secrets provider "${kind}"`);
  return {
    salt: deployment?.secrets_providers?.state?.salt,
    open(secrets) {
      const unseal = unsealWith((ciphertext) => {
        if (!secrets) throw new UserError("the state has secrets, but no passphrase is set");
        return secrets.decrypt(ciphertext);
      });
      return {
        resources: (deployment?.resources ?? []).map((json) => opened(json, unseal)),
        pending: (deployment?.pending_operations ?? []).map(({ resource, type }) => ({
          resource: opened(resource, unseal),
          type,
        })),
      };
    },
  };
}

/** A resource, decrypted. */
function opened(json: ResourceJson, unseal: Unseal): ResourceState {
  try {
    return decodeResource(json, unseal);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `the state: ${json.urn} has a secret that its key does not open: it is damaged, or was encrypted for another stack; take the state back from a backup: pulumi stack import --file FILE`,
    );
  }
}

/** Writes states, remembering what each resource looked like: most do not change between two writes. */
export class DeploymentWriter {
  private readonly written = new WeakMap<ResourceState, string>();
  /** Ciphertexts by resource and plaintext: what did not change stays the same in the file too. */
  private readonly sealed = new Map<string, string>();

  constructor(private readonly secrets: SecretsManager) {}

  /** The text of a state file. */
  checkpoint(stack: string, snapshot: Snapshot): string {
    const latest = this.deployment(snapshot, (state) => this.text(state));
    return `{"version":3,"checkpoint":{"stack":${JSON.stringify(stack)},"latest":${latest}}}`;
  }

  /** The text of an export, secrets readable or not. */
  export(snapshot: Snapshot, showSecrets: boolean): string {
    const text = (state: ResourceState) =>
      showSecrets ? JSON.stringify(encodeResource(state, sealInPlaintext)) : this.text(state);
    const json = `{"version":3,"deployment":${this.deployment(snapshot, text)}}`;
    return JSON.stringify(JSON.parse(json), null, 4);
  }

  private deployment({ resources, pending }: Snapshot, text: (state: ResourceState) => string) {
    const magic = createHash("sha256").update(ENGINE_VERSION).digest("hex");
    const head = {
      manifest: { time: new Date().toISOString(), magic, version: ENGINE_VERSION },
      secrets_providers: { type: "passphrase", state: { salt: this.secrets.salt } },
    };
    const parts = [JSON.stringify(head).slice(0, -1)];
    if (resources.length) parts.push(`"resources":[${resources.map(text).join(",")}]`);
    if (pending.length) {
      const operations = pending.map(
        ({ resource, type }) => `{"resource":${text(resource)},"type":"${type}"}`,
      );
      parts.push(`"pending_operations":[${operations.join(",")}]`);
    }
    parts.push('"metadata":{}}');
    return parts.join(",");
  }

  private text(state: ResourceState): string {
    const known = this.written.get(state);
    if (known !== undefined) return known;
    const text = JSON.stringify(encodeResource(state, this.sealFor(state.urn)));
    this.written.set(state, text);
    return text;
  }

  private sealFor(urn: string): Seal {
    return (plaintext) => {
      const key = `${urn} ${plaintext}`;
      const ciphertext = this.sealed.get(key) ?? this.secrets.encrypt(plaintext);
      this.sealed.set(key, ciphertext);
      return { ciphertext };
    };
  }
}
