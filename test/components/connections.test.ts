import { expect, test } from "vitest";
import { connectedTo } from "../../components/platforms/docker/connections";

const table = (state: string) => `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when
   0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 17
   1: 030012AC:9C40 020012AC:1F90 ${state} 00000000:00000000 00:00000000 00000000     0        0 18
`;

test("an established connection to one of the addresses", () => {
  expect(connectedTo(table("01"), ["10.0.0.1", "172.18.0.2"])).toBe(true);
});

test.each([
  ["to another address", "01", ["172.18.0.3"]],
  ["that is being closed", "06", ["172.18.0.2"]],
])("not one %s", (_, state, addresses) => {
  expect(connectedTo(table(state), addresses)).toBe(false);
});
