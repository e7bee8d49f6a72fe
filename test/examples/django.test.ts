import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker, execIn, leftovers } from "../support/docker";
import { RUNS } from "../support/engines";
import { eventually, get, request } from "../support/http";
import { Project, succeeded } from "../support/project";

const MIGRATE = ["python", "manage.py", "migrate", "--noinput"];

describe.each(RUNS)("the example django under $title", ({ engines, index }) => {
  const project = new Project(`example-django-${index}`, engines, "examples/django");
  const ports = { dev: 18970 + 2 * index, prod: 18971 + 2 * index };
  const urls = { dev: `http://localhost:${ports.dev}`, prod: `http://localhost:${ports.prod}` };
  const template = "app/guestbook/templates/guestbook/entries.html";

  /** A browser's way to send a form: with the cookie and the token that came with the page. */
  const send = async (path: string, fields: Record<string, string>) => {
    const page = await request(`${urls.prod}${path}`);
    const token = /name="csrfmiddlewaretoken" value="(\w+)"/.exec(await page.text())?.[1] ?? "";
    const cookie = page.headers.get("set-cookie")?.split(";")[0] ?? "";
    return request(`${urls.prod}${path}`, {
      method: "POST",
      headers: { cookie, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ ...fields, csrfmiddlewaretoken: token }).toString(),
    });
  };
  const stack = (mode: "dev" | "prod", settings: object, app: object = {}) =>
    project.stack(mode, {
      mode,
      database: "postgres",
      ...settings,
      app: { port: ports[mode], releaseCommand: MIGRATE, ...app },
    });

  beforeAll(async () => {
    await stack("prod", { server: "gunicorn" });
    await project.mustUp("prod");
  });
  afterAll(() => project.remove());

  test("keeps what is written, and serves its static files", async () => {
    expect((await send("/", { text: "We were here" })).status).toBe(302);
    const page = await get(urls.prod);
    expect(page).toContain("<li>We were here</li>");
    const style = /href="(\/static\/guestbook\/style\.[0-9a-f]+\.css)"/.exec(page)?.[1];
    expect(style).toBeDefined();
    const answer = await request(`${urls.prod}${style}`);
    expect(answer.headers.get("cache-control")).toContain("immutable");
    expect(await answer.text()).toContain("sans-serif");
  });

  test("an administrator is made by hand, and logs in", async () => {
    const app = await project.containerOf("prod", "app-1");
    const words = "createsuperuser --noinput --username ann --email ann@example.com";
    const command = `DJANGO_SUPERUSER_PASSWORD=right-Horse-7 python manage.py ${words}`;
    expect(await execIn(app, "sh", "-c", command)).toContain("Superuser created successfully.");
    const login = { username: "ann", password: "right-Horse-7", next: "/admin/" };
    const answer = await send("/admin/login/?next=/admin/", login);
    expect(answer.status).toBe(302);
    const session = /sessionid=[^;]+/.exec(answer.headers.get("set-cookie") ?? "")?.[0] ?? "";
    const admin = await request(`${urls.prod}/admin/`, { headers: { cookie: session } });
    expect(await admin.text()).toContain("Entries");
  });

  test("gunicorn has workers by the limits, and an environment without secrets", async () => {
    const { Config } = await docker
      .getContainer(await project.containerOf("prod", "app-1"))
      .inspect();
    expect(Config.Env).toContain("WEB_CONCURRENCY=3");
    expect(Config.Env).toContain("DJANGO_SECRET_KEY_FILE=/run/secrets/django-secret-key");
  });

  test("a new version keeps the entries; nothing changes by itself", async () => {
    project.edit(template, "<h1>Guest book</h1>", "<h1>Visitors</h1>");
    await project.mustUp("prod");
    const page = await get(urls.prod);
    expect(page).toContain("<h1>Visitors</h1>");
    expect(page).toContain("<li>We were here</li>");
    succeeded(await project.preview("prod", "--refresh", "--expect-no-changes"));
    succeeded(await project.destroy("prod"));
    expect(await leftovers(project.name)).toEqual([`volume ${project.name}-prod-postgres-data`]);
  });

  test("in dev an edit shows by itself", async () => {
    await stack("dev", {}, { env: { DJANGO_DEBUG: "1" } });
    await project.mustUp("dev");
    expect(await get(urls.dev)).toContain("<h1>Visitors</h1>");
    project.edit(template, "<h1>Visitors</h1>", "<h1>Guests</h1>");
    await eventually(async () => (await get(urls.dev)).includes("<h1>Guests</h1>"));
    succeeded(await project.destroy("dev"));
  });
});
