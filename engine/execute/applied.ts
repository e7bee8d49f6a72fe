import type { ResourceState } from "../resource/state";
import type { RefreshResult } from "./events";
/** What a step led to. */
export interface Applied {
  /** The resource afterwards, or undefined when there is none. */
  state: ResourceState | undefined;
  refreshed?: RefreshResult;
  /** The resource is there and recorded, but not right: the step failed all the same. */
  failure?: string;
}
