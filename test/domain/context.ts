import type { StoredCertificate } from '../../src/domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../src/domain/certificate/chain-verdict.ts';
import { buildNameIndex } from '../../src/domain/certificate-index/name-index.ts';
import { selectCertificate } from '../../src/domain/selection/select-certificate.ts';
import type { Selection, SelectionContext } from '../../src/domain/selection/selection.ts';
import { said } from './failure/said.ts';
import { NOON } from './world.ts';

export const TRUSTED: ChainVerdict = { status: 'trusted', anchor: 'system' };
export const UNTRUSTED: ChainVerdict = { status: 'untrusted', failure: said() };

/**
 * Returns the context of a selection among these certificates at noon: all stores are available,
 * and all except Archive are personal.
 */
function selectionContext(
  certificates: readonly StoredCertificate[],
  more: Partial<SelectionContext> = {},
): SelectionContext {
  return {
    now: NOON,
    byName: buildNameIndex(certificates),
    chains: new Map(
      certificates.map(({ certificate: { thumbprint, isSelfIssued } }): [string, ChainVerdict] => [
        thumbprint,
        isSelfIssued ? { status: 'self-signed' } : TRUSTED,
      ]),
    ),
    isSearched: (store) => store !== 'Archive',
    unavailable: [],
    withUnknownCertificates: [],
    keyLoadedBy: 'root',
    lastSeen: () => undefined,
    ...more,
  };
}

/** Returns the certificate that is selected for a connector with this FQDN. */
export function select(
  name: string,
  certificates: readonly StoredCertificate[],
  more: Partial<SelectionContext> = {},
): Selection {
  return selectCertificate({ value: name, from: 'connector' }, selectionContext(certificates, more));
}

const labelOf = ({ certificate }: StoredCertificate): string => certificate.thumbprint.replace(/0+$/, '');

/**
 * Returns a selection as text: its kind, the selected certificate, each rejected certificate with
 * the reason, and the closest certificate.
 */
export function outline(selection: Selection): readonly string[] {
  if (selection.kind === 'not-applicable') return [selection.kind];
  const rejected = selection.rejected.map(({ candidate, reason }) => `${labelOf(candidate)}: ${reason}`);
  if (selection.kind === 'chosen') return [`chosen ${labelOf(selection.chosen)} (${selection.match})`, ...rejected];
  if (selection.kind === 'unknown') return ['unknown', ...rejected];
  const { nearestMiss } = selection;
  const nearest = nearestMiss && `nearest ${labelOf(nearestMiss.candidate)}: ${nearestMiss.reason}`;
  return ['none', ...rejected, ...(nearest === undefined ? [] : [nearest])];
}
