import type { ListenAddress } from './listen-address.ts';

/** The TLS files of the HTTP server, PEM, absolute paths. */
export interface HttpTlsFiles {
  /** The certificate, followed by its intermediate certificates. */
  readonly certificateFile: string;
  /** The private key; it may be the same file. */
  readonly keyFile: string;
  /** The CA certificates of clients; undefined: clients need no certificate. */
  readonly clientCaFile: string | undefined;
}

/** The settings of the HTTP server. */
export interface HttpServerSettings {
  /** Empty: there is no HTTP server. */
  readonly listen: readonly ListenAddress[];
  /** The file with the token that clients send, absolute; undefined: no token. */
  readonly tokenFile: string | undefined;
  /** undefined: connections are not encrypted. */
  readonly tls: HttpTlsFiles | undefined;
}
