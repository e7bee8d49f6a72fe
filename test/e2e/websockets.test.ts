import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { get as ask, type IncomingMessage } from "node:http";
import { type CloseEvent, type MessageEvent, WebSocket } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { leftovers } from "../support/docker";
import { get } from "../support/http";
import { Project, succeeded } from "../support/project";

const PORT = 18560;
const APP = `import asyncio

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route, WebSocketRoute

VERSION = "1"


async def version(request):
    return PlainTextResponse(VERSION)


async def echo(socket):
    await socket.accept()
    async for text in socket.iter_text():
        await socket.send_text(f"{VERSION}: {text}")


async def ticks():
    while True:
        yield f"data: {VERSION}\\n\\n"
        await asyncio.sleep(0.2)


async def events(request):
    return StreamingResponse(ticks(), media_type="text/event-stream")


app = Starlette(
    routes=[Route("/", version), Route("/events", events), WebSocketRoute("/echo", echo)]
)
`;

/** A websocket that says what it gets back, and how it ended. */
class Echo {
  readonly closed: Promise<CloseEvent>;

  private constructor(private readonly socket: WebSocket) {
    this.closed = new Promise((resolve) => {
      socket.addEventListener("close", resolve);
    });
  }

  static async open(): Promise<Echo> {
    const socket = new WebSocket(`ws://localhost:${PORT}/echo`);
    const echo = new Echo(socket);
    await new Promise((resolve, reject) => {
      socket.addEventListener("open", resolve);
      socket.addEventListener("error", reject);
    });
    return echo;
  }

  async say(text: string): Promise<unknown> {
    const answered = new Promise<MessageEvent>((resolve) => {
      this.socket.addEventListener("message", resolve, { once: true });
    });
    this.socket.send(text);
    return (await answered).data;
  }

  close(): void {
    this.socket.close();
  }
}

/** A stream of server-sent events, from its first one on. */
async function openEvents(): Promise<{ ended: Promise<unknown>; isOpen: () => boolean }> {
  const request = ask(`http://localhost:${PORT}/events`, { agent: false });
  const [answer] = (await once(request, "response")) as [IncomingMessage];
  await once(answer, "data");
  const ended = new Promise((resolve) => answer.once("close", resolve));
  return { ended, isOpen: () => !answer.closed };
}

/** What a number of requests are answered. */
async function versions(): Promise<Set<string>> {
  const answers = Array.from({ length: 12 }, () => get(`http://localhost:${PORT}/`));
  return new Set(await Promise.all(answers));
}

describe("connections that stay open", () => {
  const project = new Project("e2e-websockets");
  const file = "live/main.py";

  beforeAll(async () => {
    mkdirSync(project.path("live"));
    writeFileSync(project.path("live/requirements.txt"), "starlette\n");
    writeFileSync(project.path(file), APP);
    await project.stack("prod", {
      mode: "prod",
      server: "asgi",
      database: "none",
      edge: { drain: 8 },
      app: { name: "live", context: "./live", port: PORT, healthPath: "/" },
    });
    await project.mustUp("prod");
  });
  afterAll(() => project.remove());

  test("pass the edge, serve on while new ones go to a new version, and are closed after the drain", async () => {
    const echo = await Echo.open();
    expect(await echo.say("hello")).toBe("1: hello");
    const events = await openEvents();

    project.edit(file, 'VERSION = "1"', 'VERSION = "2"');
    const up = project.mustUp("prod");
    // The edge's places for an address are filled one after the other.
    await expect.poll(versions, { interval: 100 }).toEqual(new Set(["2"]));
    const next = await Echo.open();
    expect(await next.say("hello")).toBe("2: hello");
    expect(await echo.say("still there")).toBe("1: still there");
    expect(events.isOpen()).toBe(true);

    // uvicorn says that it starts anew: https://www.rfc-editor.org/rfc/rfc6455#section-7.4
    expect(await echo.closed).toMatchObject({ code: 1012, wasClean: true });
    await events.ended;
    await up;
    expect(await next.say("hello again")).toBe("2: hello again");
    next.close();
    expect((await next.closed).code).toBe(1005);
  });

  test("destroy leaves nothing", async () => {
    succeeded(await project.destroy("prod"));
    expect(await leftovers(project.name)).toEqual([]);
  });
});
