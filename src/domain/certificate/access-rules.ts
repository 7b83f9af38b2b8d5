/** The owner and permissions of a file, as `ls -l` shows them. */
export interface AccessRules {
  /** Permission bits only, for example 0o600. */
  readonly mode: number;
  /** Names of accounts and groups; the number as text if this host has no name for it. */
  readonly owner: string;
  readonly group: string;
}
