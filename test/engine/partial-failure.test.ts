import { expect, test } from "vitest";
import { PartialFailure } from "../../engine/providers/provider";
import { Lab, TEST_PROVIDER } from "./lab";

test("an update that ends half done leaves the inputs as they were, so that it is made again", async () => {
  let isWell = true;
  const update: typeof TEST_PROVIDER.update = async ({ inputs }) => {
    if (isWell) return { outputs: inputs };
    throw new PartialFailure("id-a", { value: 2, half: true }, "two errors", ["one", "other"]);
  };
  const lab = new Lab({ test: { ...TEST_PROVIDER, update } });
  const up = (value: number) =>
    lab.run(async (program) => void (await program.thing("a", { value })));
  await up(1);
  isWell = false;
  expect(await up(2)).toMatchObject({ failed: true, steps: ["update a failed"] });
  expect(lab.state("a")).toMatchObject({
    inputs: { value: 1 },
    outputs: { value: 2, half: true },
    initErrors: ["one", "other"],
  });
  isWell = true;
  expect((await up(2)).steps).toEqual(["update a"]);
  expect(lab.state("a")).toMatchObject({ inputs: { value: 2 }, initErrors: [] });
});
