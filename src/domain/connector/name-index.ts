import type { StoredCertificate } from '../certificate/certificate.ts';

/** Which certificates present a name: asked once per connector, so it is an index. */
export interface NameIndex {
  /** Those that present exactly this canonical name (a wildcard is asked for as `*.contoso.com`). */
  readonly find: (name: string) => readonly StoredCertificate[];
}
