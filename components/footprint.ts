/**
 * What a part of a stack will have on the Docker engine, known before anything is made. Each part says it
 * beside its constructor; a stack's is the sum.
 */
export interface Footprint {
  /** Fixed names of containers and services. */
  names: string[];
  /** Names of containers that others look up; where Docker adds letters of chance, one of that length. */
  hostNames: string[];
  networks: string[];
  volumes: string[];
  /** Those of the volumes whose content is nowhere else. */
  data: string[];
  /** References of images that it starts from. */
  images: string[];
}

/** The sum of what the parts of a stack will have. */
export function sumOf(...parts: (Partial<Footprint> | undefined)[]): Footprint {
  const all = (key: keyof Footprint) => parts.flatMap((part) => part?.[key] ?? []);
  return {
    names: all("names"),
    hostNames: all("hostNames"),
    networks: all("networks"),
    volumes: all("volumes"),
    data: all("data"),
    images: all("images"),
  };
}
