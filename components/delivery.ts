/** Where a request is sent, and how: fields of Caddy's reverse_proxy. */
export interface Delivery {
  selection_policy: { policy: "least_conn" | "round_robin" };
  [field: string]: object;
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
 * What a server in the dying container, such as the nginx in front of a uWSGI that is gone already, says
 * in the app's place. Where it may not be sent again, it is the answer.
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

/**
 * Caddy's handlers that bring a request to one of several places. For five seconds it is offered to one
 * after the other until a connection is made. What may have arrived, or was answered with 502, is sent
 * once more, and only where that is safe: Caddy by itself would repeat a GET that kills whoever handles it until all are down.
 */
export function deliver({ selection_policy, ...fields }: Delivery) {
  const proxy = {
    handler: "reverse_proxy",
    ...fields,
    load_balancing: {
      selection_policy,
      try_duration: "5s",
      try_interval: "100ms",
      retry_match: NEVER,
    },
  };
  const failed = {
    handler: "error",
    error: "{http.error.message}",
    status_code: "{http.error.status_code}",
  };
  return {
    handler: "subroute",
    routes: [{ handle: [{ ...proxy, handle_response: [LAST_WORDS] }] }],
    errors: { routes: [{ match: [MAY_HAVE_ARRIVED], handle: [proxy] }, { handle: [failed] }] },
  };
}
