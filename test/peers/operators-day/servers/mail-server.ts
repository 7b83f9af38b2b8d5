/** The types of servers in the test. */
export const SERVER_KINDS = ['postfix', 'dovecot', 'nginx'] as const;

/** A type of server. */
export type ServerKind = (typeof SERVER_KINDS)[number];

/** The TLS settings of a server. */
export interface ServerSettings {
  readonly certificateFile: string;
  readonly keyFile: string;
  /** True if it offers STARTTLS. */
  readonly starttls: boolean;
  /** True if it refuses clients with a temporary error, as a server with a local problem does. */
  readonly isRefusing: boolean;
}

/**
 * A real mail server with one socket on 127.0.0.1, whose processes keep what they have read until a
 * reload.
 */
export interface MailServer extends Disposable {
  readonly protocol: 'smtp' | 'imap';
  readonly port: number;
  /** The command that makes it read its files again. */
  readonly reloadCommand: readonly string[];
  /** Writes its settings. They take effect at the next `apply`. */
  write(settings: ServerSettings): void;
  /**
   * Starts or reloads it. A server that rejects its new settings keeps the previous ones, as in
   * operation.
   */
  apply(): void;
  stop(): void;
}
