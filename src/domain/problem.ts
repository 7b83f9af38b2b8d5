/**
 * Every reason for which something expected did not go well: one closed list, snake_case, the same word in events,
 * JSON and metric labels. A reason is never renamed.
 */
export const REASONS = [
  // a place in the file system
  'not_found',
  'permission_denied',
  'not_a_regular_file',
  'symlink_loop',
  'too_large',
  'changed_while_reading',
  'too_many_files',
  'io_error',
  // what stands in a file
  'pem_unterminated',
  'pem_bad_base64',
  'der_truncated',
  'der_malformed',
  'der_trailing_bytes',
  'certificate_malformed',
  'no_certificate',
  'format_not_read',
  'encoding_not_read',
  // keystores
  'keystore_malformed',
  'password_missing',
  'password_wrong',
  'mac_unsupported',
  'cipher_unsupported',
  'too_many_rounds',
  // private keys
  'key_encrypted',
  'key_malformed',
  // the daemon itself
  'configuration_invalid',
  'record_malformed',
  'rule_failed',
  'issue_failed',
  'pass_failed',
  'run_missed',
  'ledger_damaged',
  // who is told of alerts
  'host_not_found',
  'connection_refused',
  'connection_lost',
  'timed_out',
  'starttls_not_offered',
  'tls_failed',
  'certificate_not_trusted',
  'authentication_failed',
  'redirected',
  'too_many_requests',
  'server_error',
  'refused',
  'gone',
  'answer_malformed',
  'secret_unreadable',
  'hook_missing',
  'hook_unsafe',
  'hook_not_started',
  'hook_failed',
  'hook_killed',
  'too_far_behind',
  // servers that are probed
  'network_unreachable',
  'plaintext_injected',
  'own_certificate_unusable',
  'not_looked_at',
  'not_probed',
  'reload_failed',
  // what is found by itself
  'not_installed',
  'not_configured',
  'unresolved',
  'settings_malformed',
  'command_failed',
  'name_taken',
  'outdated',
] as const;

export type Reason = (typeof REASONS)[number];

/** Expected trouble, as a value. */
export interface Problem {
  readonly reason: Reason;
  /** What it is about: a path, `path#block`, a store's name. Raw: escaped only where it is printed. */
  readonly location: string;
  /** What came back, in English, one line; never a secret. May be empty. */
  readonly detail: string;
  /** Several blocks of one file with the same reason; `location` and `detail` are those of the first. */
  readonly blocks?: ProblemBlocks;
}

/** The number of blocks listed of a file with many problems. */
export const LISTED_BLOCKS = 10;

/** The blocks of one file that have the same problem. */
export interface ProblemBlocks {
  /** Their numbers in order, at most `LISTED_BLOCKS`. */
  readonly first: readonly number[];
  readonly count: number;
}
