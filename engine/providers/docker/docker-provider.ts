import type Docker from "dockerode";

import type { ConnectOptions } from "../../../docker/certificates";
import { Credentials } from "../../../docker/credentials";
import type { DockerHost } from "../../../docker/host";
import { UnsupportedError, UserError } from "../../errors";
import type {
  ActionRequest,
  CheckRequest,
  CheckResult,
  CreateRequest,
  CreateResult,
  DeleteRequest,
  DiffRequest,
  DiffResult,
  InvokeRequest,
  InvokeResult,
  PropertyMap,
  Provider,
  ReadRequest,
  ReadResult,
  UpdateRequest,
  UpdateResult,
} from "../provider";
import { asWrittenBack, configuredHost, connectOptionsOf, decoded } from "./address";
import { container } from "./container/container";
import { invokeFunction } from "./functions";
import type { Handler, Session } from "./handler";
import { ImageResource } from "./image/image";
import { Lifecycle } from "./lifecycle";
import { network } from "./network/network";
import { registryImage } from "./registry-image/registry-image";
import { remoteImage } from "./remote-image/remote-image";
import type { Fields } from "./schema/property";
import { secret } from "./swarm/secret";
import { service } from "./swarm/service";
import { serviceConfig } from "./swarm/service-config";
import { tag } from "./tag/tag";
import { volume } from "./volume/volume";

/** The verbs of one resource type. */
type Resource = Pick<
  Lifecycle<Fields>,
  | "check"
  | "diff"
  | "sharesName"
  | "create"
  | "read"
  | "update"
  | "delete"
  | "recover"
  | "finishDelete"
>;

const table = <F extends Fields>(handler: Handler<F>): Resource => new Lifecycle(handler);

const RESOURCES: Record<string, Resource> = {
  "docker:index/container:Container": table(container),
  "docker:index/image:Image": new ImageResource(),
  "docker:index/network:Network": table(network),
  "docker:index/registryImage:RegistryImage": table(registryImage),
  "docker:index/remoteImage:RemoteImage": table(remoteImage),
  "docker:index/secret:Secret": table(secret),
  "docker:index/service:Service": table(service),
  "docker:index/serviceConfig:ServiceConfig": table(serviceConfig),
  "docker:index/tag:Tag": table(tag),
  "docker:index/volume:Volume": table(volume),
};

/** Built-in stand-in for the official docker provider, on the Docker API. */
export class DockerProvider implements Provider {
  private host: DockerHost | undefined;
  private client: Docker | undefined;
  private credentials: Credentials | undefined;
  private config: PropertyMap = {};

  async configure(config: PropertyMap): Promise<void> {
    const { registryAuth } = config;
    this.host = configuredHost(config);
    this.credentials = new Credentials(
      decoded(registryAuth),
      process.env,
      (message, cause) => new UserError(message, { cause }),
    );
    this.config = config;
  }

  async checkConfig(
    _urn: string,
    _olds: PropertyMap | undefined,
    news: PropertyMap,
  ): Promise<CheckResult> {
    return { inputs: asWrittenBack(news), failures: [] };
  }

  async check(request: CheckRequest): Promise<CheckResult> {
    return resource(request.type).check(request);
  }

  async diff(request: DiffRequest): Promise<DiffResult> {
    return resource(request.type).diff(request);
  }

  sharesName(type: string, inputs: PropertyMap): boolean {
    return resource(type).sharesName(inputs);
  }

  async create(request: CreateRequest): Promise<CreateResult> {
    return resource(request.type).create(request, () => this.session(request));
  }

  async recover(request: CreateRequest): Promise<CreateResult | undefined> {
    return resource(request.type).recover(request, () => this.session(request));
  }

  async read(request: ReadRequest): Promise<ReadResult | undefined> {
    return resource(request.type).read(request, () => this.session(request));
  }

  async update(request: UpdateRequest): Promise<UpdateResult> {
    return resource(request.type).update(request, () => this.session(request));
  }

  async delete(request: DeleteRequest): Promise<void> {
    return resource(request.type).delete(request, () => this.session(request));
  }

  async finishDelete(request: DeleteRequest & { preview: boolean }): Promise<boolean> {
    return resource(request.type).finishDelete(request, () => this.session(request));
  }

  async invoke({ token, args }: InvokeRequest): Promise<InvokeResult> {
    const signal = new AbortController().signal;
    return invokeFunction(token, args, () => this.session({ log: () => {}, signal }));
  }

  private async session({ log, signal, timeoutSeconds }: Asked): Promise<Session> {
    const { credentials, host } = this;
    if (!host || !credentials) {
      throw new UserError("the Docker host is not known before the update that makes it has run");
    }
    this.client ??= await connectTo(host, connectOptionsOf(this.config));
    const signals = timeoutSeconds
      ? [signal, AbortSignal.timeout(timeoutSeconds * 1000)]
      : [signal];
    return { docker: this.client, credentials, log, signal: AbortSignal.any(signals) };
  }
}

/** The client is loaded when something acts: an update without changes is faster without it. */
async function connectTo(host: DockerHost, options: ConnectOptions): Promise<Docker> {
  const { connect } = await import("../../../docker/connect");
  return connect(host.address, options);
}

type Asked = Pick<ActionRequest, "log" | "signal"> & { timeoutSeconds?: number };

function resource(type: string): Resource {
  const found = RESOURCES[type];
  if (!found) throw new UnsupportedError(`the resource type ${type}`);
  return found;
}
