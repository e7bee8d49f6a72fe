import { expect, test } from "vitest";
import { routesText } from "../../components/router";

test("the routes name each container, and how long old ones may take", () => {
  const text = routesText({ containers: ["app-1-a", "app-2-b"], port: 8080, drainSeconds: 45 });
  expect(text).toContain("\treverse_proxy app-1-a:8080 app-2-b:8080 {\n");
  expect(text).toContain("\tgrace_period 45s\n");
  expect(text).toContain("\t\tstream_close_delay 45s\n");
  expect(text).toContain("\tbind unix//run/berth/router.sock\n");
});
