/** Where trust begins: the system's bundle, or a file or folder that the operator calls the enterprise's. */
export type TrustSource = { readonly kind: 'system' } | { readonly kind: 'enterprise'; readonly path: string };
