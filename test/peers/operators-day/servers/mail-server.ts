/** The servers of the test. */
export const SERVER_KINDS = ['postfix', 'dovecot', 'nginx'] as const;

export type ServerKind = (typeof SERVER_KINDS)[number];

/** What the settings of a server say about TLS. */
export interface ServerSettings {
  readonly certificateFile: string;
  readonly keyFile: string;
  /** Whether it offers STARTTLS. */
  readonly starttls: boolean;
  /** Whether it refuses clients with a temporary error, as a server with a local problem does. */
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
   * Starts or reloads it. A server that refuses its new settings goes on with the old ones, as it
   * does for an operator.
   */
  apply(): void;
  stop(): void;
}
