import { ChannelCredentials } from "@grpc/grpc-js";
import { CallbacksClient } from "@pulumi/pulumi/proto/callback_grpc_pb";
import {
  type Callback,
  CallbackInvokeRequest,
  type CallbackInvokeResponse,
} from "@pulumi/pulumi/proto/callback_pb";

import { GRPC_OPTIONS } from "../providers/plugin/process";
import { call } from "../providers/plugin/rpc";

/** Functions of a program that it has the engine call. */
export class Callbacks {
  private readonly clients = new Map<string, CallbacksClient>();

  /** Calls one with a message and returns the message that it answers with, both as bytes. */
  async invoke(callback: Callback, message: Uint8Array): Promise<Uint8Array> {
    const client = this.client(callback.getTarget());
    const request = new CallbackInvokeRequest().setToken(callback.getToken()).setRequest(message);
    const answer = await call<CallbackInvokeResponse>((done) => client.invoke(request, done));
    return answer.getResponse_asU8();
  }

  close(): void {
    for (const client of this.clients.values()) client.close();
    this.clients.clear();
  }

  private client(target: string): CallbacksClient {
    let client = this.clients.get(target);
    if (!client) {
      client = new CallbacksClient(target, ChannelCredentials.createInsecure(), GRPC_OPTIONS);
      this.clients.set(target, client);
    }
    return client;
  }
}
