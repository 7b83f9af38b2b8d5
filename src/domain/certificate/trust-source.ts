/**
 * The source of trust anchors: the bundle of the system, or a file or directory that the
 * configuration adds as the enterprise's.
 */
export type TrustSource = { readonly kind: 'system' } | { readonly kind: 'enterprise'; readonly path: string };
