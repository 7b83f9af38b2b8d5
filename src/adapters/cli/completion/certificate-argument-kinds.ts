/**
 * The kinds of certificate arguments: any certificate or CSR, server certificates, or server
 * certificates and CSRs that can be removed.
 */
export const CERTIFICATE_ARGUMENT_KINDS = ['certificates', 'servers', 'removable'] as const;

/** One kind of certificate arguments. */
export type CertificateArgumentKind = (typeof CERTIFICATE_ARGUMENT_KINDS)[number];
