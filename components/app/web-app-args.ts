import type * as pulumi from "@pulumi/pulumi";
import type { ServeSpec } from "../platforms/serve-spec";
import type { AppRuntimeArgs } from "./runtime";

export interface WebAppArgs extends AppRuntimeArgs, ServeSpec {
  /**
   * Words of the command.
   *
   * @default the image's own
   */
  command?: string[];
  /**
   * Names beside its own by which others on its networks reach its containers, without the edge or the
   * balancer in front.
   *
   * @default none
   */
  aliases?: string[];
  /**
   * What runs once for each image, before anything of it starts.
   *
   * @default nothing
   */
  releaseCommand?: ReleaseCommand;
  /**
   * What has to be there before that runs, beside the databases: a backup, for one.
   *
   * @default nothing
   */
  releaseNeeds?: readonly pulumi.Resource[];
}

/** A command, such as database migrations, that has to have ended well before a new version starts. */
export interface ReleaseCommand {
  /** Its words, which the image's ENTRYPOINT is given where it has one. */
  command: string[];
  /** Another text than at the last run, such as a date, makes it run again. */
  runAgain?: string;
  /**
   * Seconds that it may take. It is killed after them, and has failed.
   *
   * @default no limit
   */
  timeoutSeconds?: number;
  /**
   * Whether the image is one that was there before: another image is none to run it for.
   *
   * @default false
   */
  isPinned?: boolean;
}
