import type { PublishedPort } from "../../shared/ports";
import type { HostPort } from "../language/values";

/** A port as it is published: on this address where its setting names none. */
export const publishedOn = (
  address: string,
  given: HostPort | "none",
): PublishedPort | undefined =>
  given === "none" ? undefined : { address: given.address ?? address, port: given.port };
