import { expect, test } from "vitest";
import { secretNames } from "../../../components/platforms/swarm/secrets";

const id = { project: "widgets", stack: "prod" };
const namesOf = (...files: string[]) => [
  ...secretNames(
    id,
    "app",
    files.map((name) => ({ name })),
  ).values(),
];

test("a secret is named after its file", () => {
  expect(namesOf("api-key", "API_TOKEN")).toEqual([
    "widgets-prod-app-api-key",
    "widgets-prod-app-api-token",
  ]);
});

test("files that would have the same are told apart", () => {
  const [upper, lower, other] = namesOf("API_KEY", "api-key", "other");
  expect(upper).toMatch(/^widgets-prod-app-api-key-[0-9a-f]{8}$/);
  expect(lower).toMatch(/^widgets-prod-app-api-key-[0-9a-f]{8}$/);
  expect(upper).not.toBe(lower);
  expect(other).toBe("widgets-prod-app-other");
});

test("and so are long ones that begin in the same way", () => {
  const long = "the-certificate-of-the-authority-that-signs";
  const names = namesOf(`${long}-orders`, `${long}-invoices`);
  expect(new Set(names).size).toBe(2);
  for (const name of names) expect(name).toHaveLength(56);
});
