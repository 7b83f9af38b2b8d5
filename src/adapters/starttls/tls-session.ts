import type { ServedChainCertificate } from '../../work/ports/probes.ts';

/** The result of a TLS handshake. */
export interface TlsState {
  /** For example `TLSv1.3`. */
  readonly protocol: string;
  /** The name of the cipher suite in OpenSSL. */
  readonly cipher: string;
  /** The server's certificate first, at most 100; empty if it sent none. */
  readonly chain: readonly ServedChainCertificate[];
}

/** The functions that a session calls. None is called after `failed`. */
export interface SessionEvents {
  /** The handshake is complete. */
  readonly secured: (tlsState: TlsState) => void;
  /** Decrypted data was received. */
  readonly received: (bytes: Buffer) => void;
  /** The handshake or the connection has failed. */
  readonly failed: (error: Error) => void;
  /** The server has closed its side. */
  readonly ended: () => void;
}

/** A TLS session over a TCP connection, from the beginning of the handshake. */
export interface TlsSession {
  /**
   * Processes bytes that were received from the socket. The caller must not change the bytes
   * afterwards. A session that reads the socket itself ignores them.
   */
  readonly receive: (bytes: Buffer) => void;
  /** Sends a text; only after the handshake. */
  readonly send: (text: string) => void;
  /** Closes the session after all texts are sent. */
  readonly close: () => void;
  /** Closes the connection at once. */
  readonly destroy: () => void;
}
