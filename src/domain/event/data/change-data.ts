import type { Instant } from '../../time.ts';

/** A change that a user requested. */
export interface RequestData {
  /** The user. */
  readonly requestedBy: string;
  readonly requestCommand: string;
  readonly requestedAt: Instant;
}

/** A change of the personal store. */
export interface StoreChangeData {
  /** SHA-256 of the CSR in DER, 64 upper-case hex digits. */
  readonly requestSha256: string;
  /** Services that the certificate is enabled for. */
  readonly services: readonly string[];
  /** Services before the change. */
  readonly previousServices: readonly string[];
}

/** The internal transport certificate, if the configuration names it. */
export interface ConfigurationData {
  /** Required change of the configuration file, if commands are not enough. */
  readonly configurationLine: string;
  /** True if the line has `THUMBPRINT` in place of a certificate that does not exist yet. */
  readonly hasPlaceholder?: boolean;
}
