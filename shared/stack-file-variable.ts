/**
 * The environment variable in which `./pulumiw` names a stack file that stands elsewhere than the project's
 * own, as with `--config-file`: Pulumi does not say to a program where it has its settings from.
 */
export const STACK_FILE_VARIABLE = "BERTH_STACK_FILE";
