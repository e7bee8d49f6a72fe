import type { StandInName } from "./catalog";
export interface Wanted {
  name: StandInName;
  /** The reference that the stand-in gets, usually the official image's. */
  reference: string;
}
