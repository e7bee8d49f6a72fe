import { expect, test } from "vitest";
import { Lab } from "./lab";

test.each(["BeforeDelete", "AfterDelete"])(
  "what has a hook of the kind %s in the state is not deleted without it, and the preview says so",
  async (kind) => {
    const lab = new Lab();
    await lab.run(async (program) => void (await program.thing("a")));
    lab.resources = lab.resources.map((state) => ({
      ...state,
      extra: { resourceHooks: { [kind]: ["tidy"], AfterCreate: ["greet"] } },
    }));
    for (const preview of [true, false]) {
      const run = await lab.run(async () => {}, { preview });
      expect(run).toMatchObject({ failed: true, steps: ["delete a failed"] });
      expect(run.messages.join()).toContain(
        "does not support resource hooks (tidy at the deletion",
      );
      expect(lab.state("a")).toBeDefined();
    }
  },
);

test("hooks of another time are no obstacle to a deletion", async () => {
  const lab = new Lab();
  await lab.run(async (program) => void (await program.thing("a")));
  const extra = { resourceHooks: { AfterCreate: ["greet"] } };
  lab.resources = lab.resources.map((state) => ({ ...state, extra }));
  expect((await lab.run(async () => {})).steps).toContain("delete a");
});
