const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Commands of the official CLI that are not here, by their words. */
export const OFFICIAL_COMMANDS: readonly string[] = [
  ...words("new console install env org project deployment api insights do policy plugin schema"),
  ...words("package gen-completion convert watch template neo whoami state ai query"),
  ...words(
    "change-secrets-provider drift graph get list migrate schedule tag unselect webhook",
  ).map((word) => `stack ${word}`),
  ...words("copy env get refresh remove-all set-all").map((word) => `config ${word}`),
  ...words("move repair taint untaint upgrade edit").map((word) => `state ${word}`),
];

/** Flags of the official CLI's commands, whether they are here or not. */
export const OFFICIAL_FLAGS: readonly string[] = words(`
  all attach-debugger clear-pending-creates cloud-url color config config-file config-path
  continue-on-error copy-config-from create cwd debug default-org diff disable-integrity-checking emoji
  exclude exclude-dependents exclude-protected expect-no-changes file follow force from full-dates
  fully-qualify-stack-names generate-code generate-resources help ignore-protect import-file
  import-pending-creates insecure interactive json local logflow logtostderr memprofilerate message neo
  no-select non-interactive oidc-expiration oidc-org oidc-team oidc-token oidc-user open organization
  otel-traces out output override-env page page-size parallel parent path plaintext plan policy-pack
  policy-pack-config preserve-config preview-only profiling project properties protect provider raw
  refresh remove remove-backups replace resource run-program save-plan secret secrets-provider shell
  show-config show-full-output show-ids show-name show-policy-remediations show-reads
  show-replacement-steps show-sames show-secrets show-urns since skip-config-validation
  skip-pending-creates skip-plugin-pre-install skip-preview stack strict suppress-outputs
  suppress-permalink suppress-progress tag target target-dependents target-replace teams tracing
  transitive type urns verbose version yes`);
