import { expect, test } from "vitest";
import { labels, nameOf } from "../../components/labels";

test("names start with the project and the stack", () => {
  const id = { project: "widgets", stack: "dev" };
  expect(nameOf(id)).toBe("widgets-dev");
  expect(nameOf(id, "app", 2)).toBe("widgets-dev-app-2");
});

test.each([
  [{ project: "My_App", stack: "Dev.Two" }, "my-app-dev-two-app"],
  [{ project: "käse", stack: "org/dev" }, "k-se-org-dev-app"],
])("letters that Docker does not accept become dashes: %o", (id, name) => {
  expect(nameOf(id, "app")).toBe(name);
});

test("labels say project, stack and role as they were given", () => {
  expect(labels({ project: "My_App", stack: "Dev" }, "database")).toEqual([
    { label: "berth.project", value: "My_App" },
    { label: "berth.stack", value: "Dev" },
    { label: "berth.role", value: "database" },
  ]);
});
