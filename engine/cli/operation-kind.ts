/** The commands that look at or change a stack's resources. */
export type OperationKind = "update" | "refresh" | "destroy" | "import";
