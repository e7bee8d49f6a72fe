import * as os from "node:os";
import { afterEach, expect, test, vi } from "vitest";
import { temporaryFolder } from "../../shared/temporary-folder";
import { userName } from "../../shared/user-name";

vi.mock("node:os", async (original) => {
  const real = await original<typeof os>();
  return { ...real, userInfo: vi.fn(real.userInfo), tmpdir: vi.fn(real.tmpdir) };
});
afterEach(() => vi.restoreAllMocks());

test("a user whom the system does not know is named by number", () => {
  vi.mocked(os.userInfo).mockImplementation(() => {
    throw new Error("uv_os_get_passwd returned ENOENT");
  });
  expect(userName()).toBe(`with the number ${process.getuid?.()}`);
});

test("where no temporary folder can be made, it is said which and why", () => {
  vi.mocked(os.tmpdir).mockReturnValue("/nowhere");
  expect(() => temporaryFolder("berth-")).toThrow(
    "no temporary folder can be made in /nowhere: there is no such file; set TMPDIR to a folder that can be written to",
  );
});
