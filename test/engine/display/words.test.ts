import { expect, test } from "vitest";
import { isHidden } from "../../../engine/display/words";
import { replaceBecauseOf } from "../../../engine/plan/decide";
import { blankState } from "../../../engine/resource/state";

test("what is only read is not shown, unless it takes a managed one's place or is refreshed", () => {
  const old = blankState("urn:pulumi:dev::shop::test:index:Thing::a", "test:index:Thing", true);
  const read = { ...old, external: true };
  expect(isHidden({ action: "read", new: read })).toBe(true);
  expect(isHidden({ action: "read-replacement", old, new: read })).toBe(true);
  const diff = replaceBecauseOf("id");
  expect(isHidden({ action: "replace", old, new: read, diff })).toBe(false);
  expect(isHidden({ action: "refresh", old: read })).toBe(false);
});
