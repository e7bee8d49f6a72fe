import { randomUUID } from "node:crypto";
import type { Duplex } from "node:stream";
import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import type Docker from "dockerode";
import type { Credentials } from "./credentials";
import { readFields, writeText } from "./protobuf";

/**
 * A session that BuildKit calls back on while it builds: it asks for the login of each registry that
 * it pulls from, and whether this side is still there.
 *
 * dockerode's own session would offer one login to every registry.
 */
export async function openBuildSession(docker: Docker, credentials: Credentials) {
  const id = randomUUID();
  const socket = await hijack(docker, id);
  const server = new Server();
  server.addService(SERVICES, handlers(credentials));
  server.createConnectionInjector(ServerCredentials.createInsecure()).injectConnection(socket);
  return {
    id,
    close() {
      server.forceShutdown();
      socket.destroy();
    },
  };
}

function hijack(docker: Docker, id: string): Promise<Duplex> {
  const request = {
    method: "POST",
    path: "/session",
    hijack: true,
    headers: {
      Upgrade: "h2c",
      "X-Docker-Expose-Session-Uuid": id,
      "X-Docker-Expose-Session-Name": "berth",
      "X-Docker-Expose-Session-Grpc-Method": Object.values(SERVICES).map(({ path }) => path),
    },
    statusCodes: { 200: true, 500: "server error" },
  };
  return new Promise((resolve, reject) => {
    docker.modem.dial(request as never, (error: unknown, socket: unknown) => {
      if (error) reject(error);
      else resolve(socket as Duplex);
    });
  });
}

const bytes = (value: Buffer) => value;
const unary = (path: string) => ({
  path,
  requestStream: false,
  responseStream: false,
  requestSerialize: bytes,
  requestDeserialize: bytes,
  responseSerialize: bytes,
  responseDeserialize: bytes,
});

const SERVICES: ServiceDefinition = {
  credentials: unary("/moby.filesync.v1.Auth/Credentials"),
  health: unary("/grpc.health.v1.Health/Check"),
};

/** The answer "serving" of the health service. */
const SERVING = Buffer.from([0x08, 0x01]);

function handlers(known: Credentials): UntypedServiceImplementation {
  const credentials: handleUnaryCall<Buffer, Buffer> = ({ request }, answer) => {
    const host = [...readFields(request)].find(({ number }) => number === 1)?.value;
    known.find(String(host ?? "")).then(
      (login) => {
        const { username = "", password = "" } = login ?? {};
        answer(null, Buffer.concat([writeText(1, username), writeText(2, password)]));
      },
      (error) => answer(error),
    );
  };
  const health: handleUnaryCall<Buffer, Buffer> = (_call, answer) => answer(null, SERVING);
  return { credentials, health };
}
