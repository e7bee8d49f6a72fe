import { Callback } from "@pulumi/pulumi/proto/callback_pb";
import {
  RegisterResourceRequest,
  TransformRequest,
  TransformResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { beforeEach, expect, test } from "vitest";
import type { Callbacks } from "../../engine/protocol/callbacks";
import { Transforms } from "../../engine/protocol/transforms";
import {
  OUTPUT_SIGNATURE,
  SECRET_SIGNATURE,
  SIGNATURE_KEY,
} from "../../engine/resource/signatures";
import { UNKNOWN_SENTINEL } from "../../engine/resource/wire";

type Properties = Record<string, unknown>;

/** What the program's functions do, by their tokens, and what they were called with. */
const functions: Record<string, (request: TransformRequest) => Properties> = {};
let calls: [string, Properties][];
let transforms: Transforms;

beforeEach(() => {
  calls = [];
  const callbacks = {
    invoke: async (callback: Callback, message: Uint8Array) => {
      const request = TransformRequest.deserializeBinary(message);
      const properties = request.getProperties()?.toJavaScript() as Properties;
      calls.push([callback.getToken(), properties]);
      const changed = functions[callback.getToken()]?.(request) ?? properties;
      const options = request.getOptions();
      return new TransformResponse()
        .setProperties(Struct.fromJavaScript(changed as never))
        .setOptions(options)
        .serializeBinary();
    },
  } as unknown as Callbacks;
  transforms = new Transforms(callbacks, (pkg, parent) => `${pkg} of ${parent}`);
});

function registration(properties: Properties, own: string[] = [], parent = "") {
  return new RegisterResourceRequest()
    .setType("test:index:Thing")
    .setName("thing")
    .setCustom(true)
    .setParent(parent)
    .setObject(Struct.fromJavaScript(properties as never))
    .setTransformsList(own.map((token) => new Callback().setToken(token)));
}

test("without transforms a registration stays the same one", async () => {
  const request = registration({ a: 1 });
  expect(await transforms.registration(request)).toBe(request);
});

test("its own come first, then those of its parents, then the stack's", async () => {
  transforms.addToStack(new Callback().setToken("stack"));
  transforms.registered("grandparent", registration({}, ["grandparent"]));
  transforms.registered("parent", registration({}, ["parent"], "grandparent"));
  functions.parent = (request) => ({ ...request.getProperties()?.toJavaScript(), b: 2 });
  const result = await transforms.registration(registration({ a: 1 }, ["own"], "parent"));
  expect(calls.map(([token]) => token)).toEqual(["own", "parent", "grandparent", "stack"]);
  expect(calls.at(-1)?.[1]).toEqual({ a: 1, b: 2 });
  expect(result.getObject()?.toJavaScript()).toEqual({ a: 1, b: 2 });
  expect(result.getProvider()).toBe("test of parent");
});

test("secrets, what is not known and what depends on something are outputs to them", async () => {
  const request = registration(
    {
      hidden: { [SIGNATURE_KEY]: SECRET_SIGNATURE, value: "x" },
      later: [UNKNOWN_SENTINEL],
      id: "i",
    },
    ["own"],
  );
  const needed = new RegisterResourceRequest.PropertyDependencies().setUrnsList(["urn:other"]);
  request.getPropertydependenciesMap().set("id", needed);
  request.setDependenciesList(["urn:other"]);
  const result = await transforms.registration(request);
  expect(calls[0]?.[1]).toEqual({
    hidden: { [SIGNATURE_KEY]: OUTPUT_SIGNATURE, secret: true, value: "x" },
    later: [{ [SIGNATURE_KEY]: OUTPUT_SIGNATURE }],
    id: { [SIGNATURE_KEY]: OUTPUT_SIGNATURE, value: "i", dependencies: ["urn:other"] },
  });
  expect(result.getDependenciesList()).toEqual(["urn:other"]);
  expect(result.getPropertydependenciesMap().get("id")?.getUrnsList()).toEqual(["urn:other"]);
});

test("what a transform brings in is depended on", async () => {
  const output = { [SIGNATURE_KEY]: OUTPUT_SIGNATURE, value: 1, dependencies: ["urn:new"] };
  functions.own = () => ({ nested: { list: [output] } });
  const result = await transforms.registration(registration({ a: 1 }, ["own"]));
  expect(result.getDependenciesList()).toEqual(["urn:new"]);
  expect(result.getPropertydependenciesMap().get("nested")?.getUrnsList()).toEqual(["urn:new"]);
});
