import type { ServedChainCertificate } from '../../work/ports/probes.ts';

/** The result of a TLS handshake. */
export interface TlsState {
  /** In OpenSSL's notation. */
  readonly protocol: string;
  readonly cipher: string;
  /** The server's certificate first, at most 100; empty if it sent none. */
  readonly chain: readonly ServedChainCertificate[];
}

/** Listeners of a session. None is called after a failure. */
export interface SessionEvents {
  readonly secured: (tlsState: TlsState) => void;
  readonly received: (bytes: Buffer) => void;
  readonly failed: (error: Error) => void;
  /** The server has closed its side. */
  readonly ended: () => void;
}

/** TLS over a connection, from its first byte. */
export interface TlsSession {
  /** Accepts received bytes, if the session does not read the socket itself; must be a copy. */
  readonly receive: (bytes: Buffer) => void;
  /** Sends a text; only after the handshake. */
  readonly send: (text: string) => void;
  /** Closes the session after all texts are sent. */
  readonly close: () => void;
  readonly destroy: () => void;
}
