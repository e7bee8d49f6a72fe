import { describe, expect, it } from "vitest";
import type { z } from "zod";
import {
  containerPort,
  count,
  cpus,
  dockerName,
  flag,
  hostPort,
  imageReference,
  memory,
  sqlName,
  text,
} from "../../settings/language/values";

const accepts = (schema: z.ZodType, values: readonly unknown[]) =>
  values.filter((value) => schema.safeParse(value).success);

describe("memory, in MB", () => {
  it.each([
    ["6m", 6],
    ["300m", 300],
    ["300M", 300],
    ["300mb", 300],
    ["1g", 1024],
    ["1.5g", 1536],
    ["6144k", 6],
    ["6291456b", 6],
    ["65536g", 67108864],
  ])("%s is %d", (given, megabytes) => expect(memory.parse(given)).toBe(megabytes));

  it("rejects the rest", () => {
    expect(accepts(memory, ["5m", "65537g", "300", 300, "-1g", "1t", "1 g", "300MiB", ""])).toEqual(
      [],
    );
  });
});

describe("cpus", () => {
  it.each([
    [1, 1],
    [0.1, 0.1],
    ["0.25", 0.25],
    ["1024", 1024],
  ])("%j is %d", (given, number) => expect(cpus.parse(given)).toBe(number));

  it("rejects the rest", () => {
    expect(accepts(cpus, [0, 0.09, -1, 1025, "1e1", "0,5", ".5", "", true, null])).toEqual([]);
  });
});

const WRONG_IPV6 = [
  "::1:80",
  "[::1]",
  "[::1:80",
  "[::g]:80",
  "[127.0.0.1]:80",
  "[::ffff:1.2.3.4]:80",
];

describe("a port of the host", () => {
  it.each([
    [8000, { address: undefined, port: 8000 }],
    ["1", { address: undefined, port: 1 }],
    ["10.0.0.255:65535", { address: "10.0.0.255", port: 65535 }],
    ["[::1]:8000", { address: "::1", port: 8000 }],
    ["[2001:DB8:0:0:0::7]:80", { address: "2001:db8::7", port: 80 }],
    ["none", "none"],
  ])("%j", (given, parsed) => expect(hostPort.parse(given)).toEqual(parsed));

  it("rejects the rest", () => {
    const wrong = [0, -1, 65536, 1.5, "08000", "8000 ", "1.2.3:80", "256.1.1.1:80", ":80", "80:80"];
    expect(accepts(hostPort, [...wrong, ...WRONG_IPV6, "None", "", true, null])).toEqual([]);
  });
});

it("a port of a container", () => {
  expect(containerPort.parse("80")).toBe(80);
  expect(accepts(containerPort, ["080", 0, 65536, "none", "127.0.0.1:80", 8.5])).toEqual([]);
});

it("a whole number between two others", () => {
  const schema = count(1, 100);
  expect(accepts(schema, [1, "1", 100, "100"])).toHaveLength(4);
  expect(accepts(schema, [0, 101, 1.5, "01", "1.0", "+1", " 1", "0x1", Number.NaN])).toEqual([]);
});

it("true and false, also as texts", () => {
  expect([true, "true", false, "false"].map((given) => flag.parse(given))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(accepts(flag, ["yes", "no", "True", 1, 0, ""])).toEqual([]);
});

it("texts, but no number that lost digits", () => {
  expect([1, 1.5, false, "", "x"].map((given) => text.parse(given))).toEqual([
    "1",
    "1.5",
    "false",
    "",
    "x",
  ]);
  expect(accepts(text, [2 ** 53, 1e20, null, [], {}])).toEqual([]);
});

it("names of Docker", () => {
  expect(accepts(dockerName, ["a", "3d-shop", "a".repeat(30)])).toHaveLength(3);
  expect(accepts(dockerName, ["", "A", "a_b", "-a", "a-", "a".repeat(31), "a.b"])).toEqual([]);
});

it("names of SQL", () => {
  const schema = sqlName(5);
  expect(accepts(schema, ["a", "_a", "Ab_1", "abcde"])).toHaveLength(4);
  expect(accepts(schema, ["", "1a", "a-b", "abcdef", "a b", "a;b"])).toEqual([]);
});

it("image references", () => {
  const right = [
    "python",
    "python:3.13-slim",
    "docker.io/library/mysql:8.4",
    "localhost:5000/a/b_c/d--e:V1",
    "registry:5000/a",
    "Registry.example.com/a",
    `a@sha256:${"0".repeat(64)}`,
  ];
  expect(accepts(imageReference, right)).toEqual(right);
  const wrong = ["", "Python", "a:", "a::b", "a/", "/a", "a b", "a@sha256:0", "https://a/b", "a/B"];
  expect(accepts(imageReference, [...wrong, "-a", "a:-b", "a//b"])).toEqual([]);
});
