import { Agent } from "node:http";
import { Agent as HttpsAgent } from "node:https";

import { type Certificates, type ConnectOptions, certificatesOfEnv } from "./certificates";
import { ANSWER_MS, NoAnswer } from "./no-answer";
import { inOwnWords } from "./own-words";
import { careful } from "./request";
import { dialArguments } from "./ssh";
import { sshStream } from "./ssh-stream";

import Docker = require("dockerode");

/** What dockerode would else take from DOCKER_HOST, which may name another engine than the address. */
const NOT_FROM_ENV = { host: undefined, port: undefined, protocol: "http" } as const;

/**
 * A client of the Docker API at a `unix://`, `npipe://`, `tcp://` or `ssh://` address. Nothing is
 * sent before the first call.
 */
export function connect(address: string, options: ConnectOptions = {}): Docker {
  return inOwnWords(careful(clientOf(address, options)));
}

function clientOf(address: string, { ssh, certificates }: ConnectOptions): Docker {
  const url = new URL(address);
  switch (url.protocol) {
    case "unix:":
      return new Docker({ ...NOT_FROM_ENV, socketPath: decodeURIComponent(url.pathname) });
    case "npipe:":
      // A URL's path would lose the dot of `//./pipe/docker_engine`.
      return new Docker({ ...NOT_FROM_ENV, socketPath: address.slice("npipe://".length) });
    case "ssh:":
      return new Docker({
        ...NOT_FROM_ENV,
        host: "ssh",
        agent: sshAgent(url, ssh),
      } as Docker.DockerOptions);
    default:
      return new Docker(tcpOptions(url, certificates ?? certificatesOfEnv()));
  }
}

/**
 * A client for questions that an engine answers at once. A call that is not answered within the limit
 * fails with a NoAnswer: an engine that hangs still takes connections.
 */
export function connectToAsk(address: string, limitMs = ANSWER_MS): Docker {
  const docker = connect(address);
  const { modem } = docker;
  const dial = modem.dial.bind(modem);
  modem.dial = (options, callback) => {
    const abortSignal = AbortSignal.timeout(limitMs);
    dial({ ...options, abortSignal }, (error, data) =>
      callback?.(abortSignal.aborted ? new NoAnswer(limitMs) : error, data),
    );
  };
  return docker;
}

/**
 * Speaks to a remote engine through the ssh client, so that keys, jump hosts and known hosts of
 * `~/.ssh/config` hold, as they do for the docker client and the Pulumi provider.
 */
function sshAgent(url: URL, options?: readonly string[]): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 2 });
  const args = dialArguments(url, options);
  return Object.assign(agent, {
    createConnection: () => {
      const stream = sshStream(args);
      return Object.assign(stream, {
        setKeepAlive: () => stream,
        setNoDelay: () => stream,
        setTimeout: () => stream,
      });
    },
  });
}

function tcpOptions(url: URL, tls: Certificates | undefined): Docker.DockerOptions {
  const options: Docker.DockerOptions = {
    // An IPv6 address is in brackets in a URL only.
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port || (tls ? 2376 : 2375)),
    protocol: tls ? "https" : "http",
  };
  if (!tls) return options;
  const agent = tls.ca ? {} : { agent: new HttpsAgent({ ...tls, rejectUnauthorized: false }) };
  return { ...options, ...tls, ...agent } as Docker.DockerOptions;
}
