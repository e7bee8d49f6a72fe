/** Where a request is sent, and how: fields of Caddy's reverse_proxy. */
interface ProxyFields {
  /** None where they are looked up. Next to each other are different ones. */
  upstreams?: readonly { dial: string }[];
  [field: string]: unknown;
}

const SAFE = ["GET", "HEAD"];

/** A condition that no request meets. */
const NEVER = [{ method: [] }];

/**
 * An answer was awaited and did not come. What Caddy says of a connection that could not be made begins
 * with `dial`, as Go's net package has it.
 */
const MAY_HAVE_ARRIVED = {
  method: SAFE,
  vars: { "{http.error.status_code}": ["502"] },
  not: [{ vars_regexp: { "{http.error.message}": { pattern: "^dial " } } }],
};

/**
 * What a server in a dying container, such as the nginx in front of a uWSGI that is gone already, says in
 * the app's place. Where it may not be sent again, it is the answer.
 */
const LAST_WORDS = {
  match: { status_code: [502] },
  routes: [
    {
      match: [{ method: SAFE }],
      handle: [{ handler: "error", error: "the app answered 502", status_code: 502 }],
    },
    { handle: [{ handler: "copy_response" }] },
  ],
};

/** How the places are taken in turn. */
export interface Choice {
  policy: "least_conn" | "round_robin";
  /**
   * Whether a client that was somewhere goes there again, for as long as that place answers: a cookie says
   * where, and is given anew where it leads nowhere.
   *
   * @default false
   */
  sticky?: boolean;
}

/** Names the cookie of a client that stays where it was. */
const COOKIE = "berth_replica";

const selectionOf = ({ policy, sticky }: Choice) =>
  sticky ? { policy: "cookie", name: COOKIE, fallback: { policy } } : { policy };

/**
 * Caddy's handlers that bring a request to one of several places. For five seconds it is offered to one
 * after the other until a connection is made. What may have arrived, or was answered with 502, is sent
 * once more, to another place, and only where that is safe: Caddy by itself would repeat a GET that kills
 * whoever handles it until all are down.
 */
export function reverseProxy(choice: Choice, fields: ProxyFields) {
  const once = { ...proxy(selectionOf(choice), fields), handle_response: [LAST_WORDS] };
  const failed = {
    handler: "error",
    error: "{http.error.message}",
    status_code: "{http.error.status_code}",
  };
  return {
    handler: "subroute",
    routes: [{ handle: [once] }],
    errors: {
      routes: [{ match: [MAY_HAVE_ARRIVED], handle: [elsewhere(fields)] }, { handle: [failed] }],
    },
  };
}

const proxy = (selection: { policy: string }, fields: ProxyFields) => ({
  handler: "reverse_proxy",
  ...fields,
  load_balancing: {
    selection_policy: selection,
    try_duration: "5s",
    try_interval: "100ms",
    retry_match: NEVER,
  },
});

/**
 * To the first place, or to the second where the first has failed: by itself Caddy would take the one that
 * is dying for the one with the least to do. To any where they are looked up.
 */
function elsewhere(fields: ProxyFields) {
  const [first, ...others] = fields.upstreams ?? [];
  if (!first) return proxy({ policy: "random" }, fields);
  const hasFailed = { vars: { "{http.reverse_proxy.upstream.hostport}": [first.dial] } };
  const inOrder = (...upstreams: { dial: string }[]) => ({
    handle: [proxy({ policy: "first" }, { ...fields, upstreams })],
    terminal: true,
  });
  return {
    handler: "subroute",
    routes: [{ match: [hasFailed], ...inOrder(...others, first) }, inOrder(first, ...others)],
  };
}
