import { expect, test } from "vitest";
import { whyNoBase } from "../../images/base-host";

const debian = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n';
const mint = 'PRETTY_NAME="Linux Mint 22"\nID=linuxmint\nID_LIKE="ubuntu debian"\n';
const fedora = 'PRETTY_NAME="Fedora Linux 42"\nID=fedora\n';

test.each([
  ["Debian", debian],
  ["a system like Debian", mint],
])("root on %s can make the base", (_, osRelease) => {
  expect(whyNoBase({ platform: "linux", osRelease, userId: 0 })).toBeUndefined();
});

test("who is not root is told so", () => {
  expect(whyNoBase({ platform: "linux", osRelease: debian, userId: 1000 })).toBe(
    "mmdebstrap needs root, run this as root (sudo)",
  );
});

test.each([
  ["linux", fedora, "Fedora Linux 42"],
  ["linux", "", "linux"],
  ["darwin", "", "darwin"],
] as const)("on %s %j the system is named", (platform, osRelease, here) => {
  expect(whyNoBase({ platform, osRelease, userId: 0 })).toBe(
    `they are made with mmdebstrap on Debian or Ubuntu, and this is ${here}`,
  );
});
