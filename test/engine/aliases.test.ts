import { expect, test } from "vitest";
import { Lab, thingUrn } from "./lab";

const ONE = { aliases: [{ name: "one" }] };

async function labWithOne(): Promise<Lab> {
  const lab = new Lab();
  await lab.run(async (program) => void (await program.thing("one")));
  return lab;
}

test("a resource that another one was before cannot be registered beside it", async () => {
  const lab = await labWithOne();
  const run = await lab.run(async (program) => {
    await program.thing("two", {}, ONE);
    await program.thing("one");
  });
  expect(run.messages).toEqual([
    `Duplicate resource URN '${thingUrn("one")}' conflicting with alias on resource with URN '${thingUrn("two")}'`,
  ]);
});

test("a resource cannot be another one that is registered beside it", async () => {
  const lab = await labWithOne();
  const run = await lab.run(async (program) => {
    await program.thing("one");
    await program.thing("two", {}, ONE);
  });
  expect(run.messages).toEqual([
    `Duplicate resource alias '${thingUrn("one")}' applied to resource with URN '${thingUrn("two")}' ` +
      `conflicting with resource with URN '${thingUrn("one")}'`,
  ]);
});
