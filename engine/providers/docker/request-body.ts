/**
 * A request whose parameters go where the Docker API wants them. Left to itself dockerode repeats the
 * whole body in the address, where secrets would end up in logs and large values fail.
 */
export function inBody<T extends object>(body: T, signal?: AbortSignal, query: object = {}): T {
  return { _query: query, _body: body, abortSignal: signal } as unknown as T;
}
