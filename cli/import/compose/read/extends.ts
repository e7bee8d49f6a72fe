import { dirname, resolve } from "node:path";
import type { Mapping } from "../../../../shared/yaml-file";
import { asMapping } from "../../../../shared/yaml-file";
import { type LoadedDocument, type Loading, loadDocuments } from "./documents";
import { merge, withoutPaths } from "./merge";
import type { Key } from "./places";
import { composeError } from "./problem";

/** The services that a file has, and what it resets. */
interface Services extends Pick<LoadedDocument, "resets"> {
  file: string;
  services: Mapping;
}

/**
 * A document whose services have taken over what they extend.
 *
 * @throws UserError with file and line, also of a circle.
 */
export function applyExtends(
  file: string,
  { value, resets }: LoadedDocument,
  loading: Loading,
): Mapping {
  const { services } = value;
  if (typeof services !== "object" || services === null) return value;
  const all = { file, services: services as Mapping, resets };
  const extended: Mapping = {};
  for (const name of Object.keys(services)) {
    Object.defineProperty(extended, name, {
      value: extendedService(name, all, loading, []),
      enumerable: true,
      writable: true,
      configurable: true,
    });
    loading.places.carry(services, name, extended);
  }
  const whole = { ...value, services: extended };
  for (const key of Object.keys(value)) loading.places.carry(value, key, whole);
  return whole;
}

function extendedService(
  name: string,
  all: Services,
  loading: Loading,
  trail: readonly string[],
): unknown {
  const { places } = loading;
  const service = all.services[name];
  if (typeof service !== "object" || service === null || !("extends" in service)) return service;
  const { extends: given, ...own } = service as Mapping;
  for (const key of Object.keys(own)) places.carry(service, key, own);
  const place = places.of(service, "extends");
  const path: Key[] = ["services", name, "extends"];
  const step = `${name} (${all.file})`;
  if (trail.includes(step)) {
    throw composeError(place, path, `given a circle: ${[...trail, step].join(" extends ")}`);
  }
  const { service: base, file } = asMapping(given) as { service?: string; file?: string };
  if (base === undefined)
    throw composeError(place, path, "given no service; accepted: the name of one");
  const from = file === undefined ? all : otherFile(file, loading, place, path);
  if (!Object.hasOwn(from.services, base)) {
    const names = Object.keys(from.services).join(", ") || "none";
    throw composeError(
      place,
      path,
      `given the service ${base}, which ${from.file} has not; accepted: ${names}`,
    );
  }
  const inner = file === undefined ? loading : { ...loading, folder: dirname(from.file) };
  const extended = extendedService(base, from, inner, [...trail, step]);
  const { services: bases } = withoutPaths({ services: { [name]: extended } }, all.resets, places);
  return merge(asMapping(bases)[name], own, ["services", name], places);
}

function otherFile(
  file: string,
  loading: Loading,
  place: Parameters<typeof composeError>[0],
  path: readonly Key[],
): Services {
  const whole = resolve(loading.folder, file);
  const content = loading.files.read(whole);
  if ("missing" in content) {
    throw composeError(place, [...path, "file"], `${whole} cannot be read: ${content.missing}`);
  }
  const documents = loadDocuments(whole, { ...loading, folder: dirname(whole) });
  const services = documents.reduce<unknown>(
    (merged, { value }) => merge(merged, value.services, ["services"], loading.places),
    {},
  );
  return {
    file: whole,
    services: asMapping(services),
    resets: documents.flatMap(({ resets }) => resets),
  };
}
