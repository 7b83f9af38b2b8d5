import type { RequestedBy, Service, StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import type { ProbeMemory } from '../served/served.ts';
import type { Instant } from '../time.ts';

/** How large a store has been, for telling that it shrank. */
export interface StoreSize {
  /** Where it lay: a store that is moved begins anew. */
  readonly path: string;
  /** Certificates in it, as last accepted. */
  readonly certificates: number;
  /** Since when it has been seen shrunk, and in how many passes; undefined while it is not. */
  readonly shrunk: { readonly since: Instant; readonly passes: number } | undefined;
  /** The occupants that are remembered are all that could be chosen in it, as it was last seen with any certificate. */
  readonly areNamesKnown?: true;
}

/** How many names are remembered of a certificate. */
export const NAMES_REMEMBERED = 100;

/** What is remembered of a certificate once it is replaced. */
export interface RememberedCertificate {
  readonly thumbprint: Thumbprint;
  /** Canonical, in order, at most a hundred. */
  readonly names: readonly string[];
  /** RFC 4514. */
  readonly issuer: string;
}

/** Who stands in a place, for telling what a renewal changed. */
export interface FileHistory extends RememberedCertificate {
  readonly store: string;
  /** Who stood there before it, while it is told that names went or the issuer changed with it; and when that was seen. */
  readonly before: (RememberedCertificate & { readonly replacedAt: Instant }) | undefined;
  /** What stands there now lacks its key, and a pass has waited for that already. */
  readonly awaitsKey?: true;
}

/** The place of a certificate, as it is remembered by. */
export function locationKey({ location: { path, block } }: StoredCertificate): string {
  return `${path}#${block}`;
}

/** What a command left beside a certificate or a request, as it was last told. */
export interface StoredHistory {
  readonly asked: RequestedBy;
  readonly services: readonly Service[];
  /** It was not there when all of the store was last seen. */
  readonly isGone?: true;
}

/** What commands have done to the personal store, as far as it was told: each change is told once. */
export interface StoreHistory {
  /** Where the store lay: one that is moved begins anew. */
  readonly path: string;
  /** By thumbprint, or the SHA-256 of a request. Those that are gone stay until what was asked is old. */
  readonly notes: ReadonlyMap<string, StoredHistory>;
  /** The recorded internal transport certificate; undefined: none was. */
  readonly internal: Thumbprint | undefined;
  /** What lay in the trash, by name. */
  readonly removals: ReadonlySet<string>;
}

/** What earlier passes knew and a look cannot show. Stored with the records, in the same transaction. */
export interface Memory {
  readonly storeSizes: ReadonlyMap<string, StoreSize>;
  /** By place, `path#block`: of what connectors present, and of the first thousand with a key in personal stores. */
  readonly occupants: ReadonlyMap<string, FileHistory>;
  /** undefined: not known yet; what is there now was there before. */
  readonly holdings: StoreHistory | undefined;
  /** By connector. */
  readonly probes: ReadonlyMap<string, ProbeMemory>;
}

export const EMPTY_MEMORY: Memory = {
  storeSizes: new Map(),
  occupants: new Map(),
  holdings: undefined,
  probes: new Map(),
};
