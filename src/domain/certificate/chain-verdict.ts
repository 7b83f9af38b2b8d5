/**
 * What following the issuers of a certificate led to, signatures verified.
 * trusted: to an anchor; self-signed: to itself, and it is no anchor; untrusted: the issuer was not found, or a signature is wrong.
 */
export type ChainVerdict =
  | { readonly status: 'trusted'; readonly anchor: 'system' | 'enterprise' }
  | { readonly status: 'self-signed' }
  | { readonly status: 'untrusted'; readonly detail: string };
