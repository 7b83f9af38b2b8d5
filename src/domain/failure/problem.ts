import type { Failure } from './failure.ts';

/**
 * All reasons of expected failures: a closed list, snake_case, with the same words in events, JSON
 * and metric labels. Reasons are never renamed.
 */
export const REASONS = [
  // files and directories
  'not_found',
  'permission_denied',
  'not_a_regular_file',
  'symlink_loop',
  'too_large',
  'changed_while_reading',
  'too_many_files',
  'io_error',
  // contents of files
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
  'too_many_iterations',
  // private keys
  'key_encrypted',
  'key_malformed',
  // the daemon
  'configuration_invalid',
  'restart_required',
  'record_malformed',
  'rule_failed',
  'issue_failed',
  'scan_failed',
  'scan_missed',
  'event_log_damaged',
  // notifiers
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
  'response_malformed',
  'secret_unreadable',
  'hook_missing',
  'hook_unsafe',
  'hook_not_started',
  'hook_failed',
  'hook_killed',
  'backlog_exceeded',
  // probed servers
  'network_unreachable',
  'plaintext_injected',
  'client_certificate_unusable',
  'not_checked',
  'not_probed',
  'reload_failed',
  // automatic discovery
  'not_installed',
  'not_configured',
  'unresolved',
  'settings_malformed',
  'command_failed',
  'name_taken',
  'outdated',
] as const;

/** The reason of an expected failure. */
export type Reason = (typeof REASONS)[number];

/** An expected failure, as a value. */
export interface Problem {
  readonly reason: Reason;
  /** The object: a path, or the name of a store or server. Raw; escaped only when printed. */
  readonly location: string;
  /**
   * The number of the block in the file, counted from 0; left out: the problem is about the whole
   * object. Earlier versions stored it in `location`, as `path#block`.
   */
  readonly block?: number;
  /** The error or response as data, never with a secret. */
  readonly failure: Failure;
  /**
   * Set if several blocks of one file have the same reason. `block` and `failure` are then about
   * the first block.
   */
  readonly blocks?: ProblemBlocks;
}

/** Maximum number of listed blocks per file. */
export const MAX_LISTED_BLOCKS = 10;

/** The blocks of one file that have the same problem. */
export interface ProblemBlocks {
  /** Block numbers in ascending order, at most `MAX_LISTED_BLOCKS`. */
  readonly first: readonly number[];
  /** Number of all these blocks. */
  readonly count: number;
}
