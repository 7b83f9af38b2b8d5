import { domainToASCII } from 'node:url';
import type { ChainVerdict } from '../../../domain/certificate/chain-verdict.ts';
import type { Origin } from '../../../domain/certificate/origin.ts';
import { buildCertificateIndex } from '../../../domain/certificate-index/certificate-index.ts';
import { ROOT } from '../../../domain/connector/connector.ts';
import { NOTHING_SAID } from '../../../domain/failure/said-failures.ts';
import { selectCertificate } from '../../../domain/selection/select-certificate.ts';
import type { ListedCertificate } from '../../../domain/status/status.ts';
import type { StoreListing } from '../../../work/operations/query-operations.ts';

/** A chain verdict for each origin. Any verdict with this origin gives the same order. */
const VERDICT_BY_ORIGIN: Readonly<Record<Origin, ChainVerdict>> = {
  enterprise: { status: 'trusted', anchor: 'enterprise' },
  'third-party': { status: 'trusted', anchor: 'system' },
  'self-signed': { status: 'self-signed' },
  unknown: { status: 'untrusted', failure: NOTHING_SAID },
};

/**
 * Sorts certificates in the order in which a connector with this FQDN prefers them. Certificates
 * that do not match the name are last, in their given order.
 */
export function sortBySelectionOrder(
  name: string,
  listed: readonly ListedCertificate[],
  { at, stores }: Pick<StoreListing, 'at' | 'stores'>,
): readonly ListedCertificate[] {
  const personalStores = new Set(stores.flatMap(({ store }) => (store.personal ? [store.name] : [])));
  const selection = selectCertificate(
    { value: domainToASCII(name) || name, from: 'connector' },
    {
      now: at,
      byName: buildCertificateIndex(listed.map(({ stored }) => stored)),
      chains: new Map(listed.map(({ stored, origin }) => [stored.certificate.thumbprint, VERDICT_BY_ORIGIN[origin]])),
      isSearched: (store) => personalStores.has(store),
      // As if all stores are readable and unchanged, and the server runs as root.
      unavailable: [],
      withUnknownCertificates: [],
      keyLoadedBy: ROOT,
      lastSeen: () => undefined,
    },
  );
  if (selection.kind === 'not-applicable') return listed;
  const chosen = selection.kind === 'chosen' ? [selection.chosen] : [];
  const order = [...chosen, ...selection.rejected.map(({ candidate }) => candidate)];
  const ranks = new Map(order.map(({ certificate }, rank) => [certificate.thumbprint, rank]));
  const rankOf = ({ stored }: ListedCertificate): number =>
    ranks.get(stored.certificate.thumbprint) ?? Number.POSITIVE_INFINITY;
  const ranked = listed.map((certificate) => ({ certificate, rank: rankOf(certificate) }));
  // Both ranks may be infinite, and their difference is then no number.
  return ranked.sort((a, b) => (a.rank === b.rank ? 0 : a.rank - b.rank)).map(({ certificate }) => certificate);
}
