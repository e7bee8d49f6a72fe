import { expect, test } from "vitest";
import { checkStateFolders } from "../../cli/stack/state-folder";
import { folderWith } from "./fakes";

test.each([".pulumi", ".pulumi/stacks", ".pulumi/stacks/shop", ".pulumi/locks"])(
  "a file at %s, where a folder has to be, is told with what to do about it",
  (name) => {
    const folder = folderWith({ [name]: "" });
    const path = `${folder}/${name}`;
    expect(() => checkStateFolders(folder, "shop")).toThrow(
      `${path} is a file, where the folder with the state of the stacks has to be; move it away: mv '${path}' '${path}.old'`,
    );
  },
);

test("folders may be missing", () => {
  expect(() => checkStateFolders(folderWith(), "shop")).not.toThrow();
  checkStateFolders(folderWith({ ".pulumi/stacks/shop/dev.json": "" }), "shop");
});
