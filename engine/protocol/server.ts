import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";

import { messageOf, ReportedError } from "../errors";
import { GRPC_OPTIONS } from "../providers/plugin/process";

/** One method of a service: a request in, a promise of the answer out. */
export type Method<Request, Response> = (request: Request) => Promise<Response>;

/** Makes a gRPC method of an asynchronous function. */
export function unary<Request, Response>(
  method: Method<Request, Response>,
  onError: (error: unknown) => void,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    method(call.request).then(
      (response) => callback(null, response),
      (error: unknown) => {
        onError(error);
        // Programs take "unavailable" as the word to end without a complaint of their own.
        const code = error instanceof ReportedError ? status.UNAVAILABLE : status.UNKNOWN;
        callback({ code, details: messageOf(error) });
      },
    );
  };
}

/** A server on a free port of the loopback interface. */
export class LocalServer {
  private constructor(
    private readonly server: Server,
    readonly address: string,
  ) {}

  static async start(
    services: [ServiceDefinition, UntypedServiceImplementation][],
  ): Promise<LocalServer> {
    const server = new Server(GRPC_OPTIONS);
    for (const [definition, implementation] of services)
      server.addService(definition, implementation);
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    return new LocalServer(server, `127.0.0.1:${port}`);
  }

  stop(): void {
    this.server.forceShutdown();
  }
}
