/** Whose a file is, and what its mode lets whom do, as `ls -l` shows it. */
export interface AccessRules {
  /** The permission bits alone, such as 0o600. */
  readonly mode: number;
  /** Names; the number, as text, where no account or group of this host has it. */
  readonly owner: string;
  readonly group: string;
}
