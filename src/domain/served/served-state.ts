import type { StoredCertificate } from '../certificate/certificate.ts';
import type { Connector } from '../connector/connector.ts';
import type { Reason } from '../problem.ts';
import { lastKnown, type ScanResult, type UnavailableResult } from '../scan-result.ts';
import type { Selection } from '../selection/select-certificate.ts';
import type { Instant } from '../time.ts';
import type { Endpoint, Served, ServedLeaf } from './served.ts';
import { dueToBeServed } from './served-on-disk.ts';

/**
 * What an address presents beside what lies on disk. `older` and `other`: it does not lie there, and began before all that
 * does, or did not; `presented`: there is nothing to compare it with, as with the other side of a Send connector.
 */
export type ServedKind = 'same' | 'older' | 'other' | 'presented' | 'not-offered' | 'refused';

/** One address of a connector as it was last seen. */
export interface AddressState {
  readonly address: string;
  readonly keyType: Endpoint['keyType'];
  /** undefined: it never was. */
  readonly seen: { readonly at: Instant; readonly kind: ServedKind; readonly leaf: ServedLeaf | undefined } | undefined;
  /** Since when it cannot be seen, or a change has made what was seen outdated, why, and what came back; undefined: neither. */
  readonly blind: { readonly since: Instant; readonly reason: Reason; readonly detail: string } | undefined;
  /** Whether a change is newer than what was seen; left out: no. */
  readonly isOutdated?: true;
  /** How long the last probe took, ms; undefined: that is not known. */
  readonly durationMs?: number | undefined;
}

/** What a state is derived of. */
export interface ServedContext {
  readonly connector: Connector;
  readonly selection: Selection;
  /** undefined: nobody has looked. */
  readonly served: ScanResult<readonly Endpoint[]> | undefined;
}

function kindOf(served: Served, due: readonly StoredCertificate[] | undefined): ServedKind {
  if (served.tls === undefined) return served.starttls;
  const { thumbprint, notBefore } = served.tls.leaf;
  if (due === undefined) return 'presented';
  if (due.some(({ certificate }) => certificate.thumbprint === thumbprint)) return 'same';
  return due.every(({ certificate }) => notBefore < certificate.notBefore) ? 'older' : 'other';
}

function blindnessOf({
  since,
  problem: { reason, detail },
}: UnavailableResult<unknown>): NonNullable<AddressState['blind']> {
  return { since, reason, detail };
}

/**
 * What each address was last seen to present; without its addresses, where nobody knows them, the host. Empty: nobody has
 * looked yet. A kind of key that was asked for beside another, and that a server never had, is left out.
 */
export function addressStates({ connector, selection, served: look }: ServedContext): readonly AddressState[] {
  if (look === undefined || connector.probe === undefined) return [];
  const due = connector.direction === 'receive' ? dueToBeServed(selection) : undefined;
  const unresolved = look.kind === 'blind' && look.times > 0 ? blindnessOf(look) : undefined;
  const known = lastKnown(look)?.value;
  if (known === undefined) {
    if (unresolved === undefined) return [];
    return [{ address: connector.probe.host, keyType: 'any', seen: undefined, blind: unresolved }];
  }
  const states = known.map(({ address, keyType, conversation, durationMs, outdatedAt }): AddressState => {
    const last = lastKnown(conversation);
    const changed: AddressState['blind'] =
      outdatedAt === undefined ? undefined : { since: outdatedAt, reason: 'not_looked_at', detail: '' };
    const failed = conversation.kind === 'blind' ? blindnessOf(conversation) : changed;
    return {
      address,
      keyType,
      seen: last && { at: last.at, kind: kindOf(last.value, due), leaf: last.value.tls?.leaf },
      blind: unresolved ?? failed,
      ...(outdatedAt === undefined ? {} : { isOutdated: true }),
      ...(durationMs === undefined ? {} : { durationMs }),
    };
  });
  const answering = new Set(states.flatMap(({ address, seen }) => (seen === undefined ? [] : [address])));
  return states.filter(
    ({ address, keyType, seen }) => seen !== undefined || keyType === 'any' || !answering.has(address),
  );
}
