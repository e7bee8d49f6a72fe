const KEY = Symbol.for("berth.steady");

/**
 * Says of a dynamic provider that its code depends on its modules alone, and captures no value of a
 * run, so that what Pulumi writes it down as can be kept from one run to the next.
 *
 * @param name of the resource, another one for each provider.
 */
export function steady<Provider extends object>(name: string, provider: Provider): Provider {
  const known: WeakMap<object, string> = Reflect.get(globalThis, KEY) ?? new WeakMap();
  Reflect.set(globalThis, KEY, known);
  known.set(provider, name);
  return provider;
}
