import type { PresentedCertificate } from '../../work/ports/probes.ts';

/** What a server shows under TLS. */
export interface TlsState {
  /** As OpenSSL says it. */
  readonly protocol: string;
  readonly cipher: string;
  /** Its own first; the first hundred. Empty: it sent none. */
  readonly chain: readonly PresentedCertificate[];
}

/** What happens in a session; nothing any more once it has failed. */
export interface SessionEvents {
  readonly secured: (shown: TlsState) => void;
  readonly heard: (octets: Buffer) => void;
  readonly failed: (error: Error) => void;
  /** The server says nothing more. */
  readonly ended: () => void;
}

/** TLS over a connection, from its first octet on. */
export interface TlsSession {
  /** What came, where it is not the session that reads; a copy. */
  readonly take: (octets: Buffer) => void;
  /** Says something, once it is secured. */
  readonly say: (text: string) => void;
  /** Ends it as soon as all is said. */
  readonly leave: () => void;
  readonly destroy: () => void;
}
