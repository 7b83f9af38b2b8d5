import type { ProbePlace } from '../../../formats/network/probe-url.ts';

/** A connector's `probe` as written in the file; paths may be relative. */
export interface WrittenProbe {
  readonly url: ProbePlace;
  /** The timeout in ms. */
  readonly timeout: number;
  readonly failuresBeforeUnreachable: number;
  readonly name?: string;
  readonly both: boolean;
  readonly clientCertificateFile?: string;
  readonly clientKeyFile?: string;
}

/** `probing` as written in the file; times in ms. */
export interface WrittenProbing {
  readonly every: number;
  readonly inFlight: number;
  readonly spacing: number;
}
