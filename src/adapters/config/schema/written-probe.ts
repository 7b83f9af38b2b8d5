import type { ServerAddress } from '../../../formats/network/probe-url.ts';

/** A connector's `probe` as written in the file; paths may be relative. */
export interface WrittenProbe {
  readonly url: ServerAddress;
  /** The timeout in ms. */
  readonly timeout: number;
  readonly failureThreshold: number;
  readonly name?: string;
  /** `rsa` and `ecdsa`, in any order: one probe with each. undefined: one probe with either. */
  readonly keyTypes?: readonly ('rsa' | 'ecdsa')[];
  readonly clientCertificateFile?: string;
  readonly clientKeyFile?: string;
}

/** `probing` as written in the file; times in ms. */
export interface WrittenProbing {
  readonly interval: number;
  readonly maxConcurrent: number;
  readonly hostInterval: number;
}
