/**
 * The certificates that a command accepts as its argument.
 * - certificates: any certificate or CSR
 * - servers: server certificates
 * - removable: server certificates and CSRs
 */
export const CERTIFICATE_ARGUMENT_KINDS = ['certificates', 'servers', 'removable'] as const;

/** One of `CERTIFICATE_ARGUMENT_KINDS`. */
export type CertificateArgumentKind = (typeof CERTIFICATE_ARGUMENT_KINDS)[number];
