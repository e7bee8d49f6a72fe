import type { ServeSpec } from "../platforms/serve-spec";
import type { AppRuntimeArgs } from "./runtime";

export interface WebAppArgs extends AppRuntimeArgs, ServeSpec {
  /**
   * Words of the command.
   *
   * @default the image's own
   */
  command?: string[];
}
