import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import type { Connector } from '../connector/connector.ts';
import { onDiskOf } from '../selection/all-presented.ts';
import type { Selection } from '../selection/select-certificate.ts';

/** A connector, and what its stores and files say that it presents. */
export interface ConnectorObservation {
  readonly connector: Connector;
  readonly selection: Selection;
}

/** What stores and files say to a certificate that is served. */
export type ServedOnDisk =
  /** It lies there, in these places; `connectors` present it as far as their stores and files say. */
  | { readonly kind: 'same'; readonly connectors: readonly string[]; readonly stored: readonly StoredCertificate[] }
  /** `connectors`, which are probed there, should present something else. */
  | { readonly kind: 'differs'; readonly connectors: readonly string[]; readonly stored: readonly StoredCertificate[] }
  /** It lies in no store of this host, as those of others do not. */
  | { readonly kind: 'nowhere' }
  /** There is nothing to compare it with, or what there is cannot be told for certain. */
  | { readonly kind: 'unknown' };

/**
 * What a connector's server should present: what is chosen, or what its files hold, whatever is wrong with that. undefined:
 * that is not certain, or there is nothing.
 */
export function dueToBeServed(selection: Selection): readonly StoredCertificate[] | undefined {
  if (selection.kind !== 'none') return onDiskOf(selection);
  const { name, unusableFile, rejected } = selection;
  if (name.files === undefined || unusableFile !== undefined || rejected.length === 0) return undefined;
  return rejected.map(({ candidate }) => candidate);
}

/**
 * What lies on disk of a certificate that is served.
 * @param probed the connectors that are probed where it is served; none for a stranger's server
 * @param places where it lies
 * @param isAnything whether anything lies in the stores at all
 */
export function servedOnDisk(
  thumbprint: Thumbprint,
  probed: readonly ConnectorObservation[],
  all: readonly ConnectorObservation[],
  places: readonly StoredCertificate[],
  isAnything: boolean,
): ServedOnDisk {
  const own = probed.flatMap(({ connector, selection }) => {
    const onDisk = connector.direction === 'receive' ? dueToBeServed(selection) : undefined;
    return onDisk === undefined ? [] : [{ name: connector.name, onDisk }];
  });
  const isServed = ({ certificate }: StoredCertificate): boolean => certificate.thumbprint === thumbprint;
  const presenting = all.flatMap(({ connector, selection }) =>
    connector.direction === 'receive' && dueToBeServed(selection)?.some(isServed) ? [connector.name] : [],
  );
  if (own.length > 0 && !own.some(({ onDisk }) => onDisk.some(isServed))) {
    return {
      kind: 'differs',
      connectors: own.map(({ name }) => name),
      stored: [...new Set(own.flatMap(({ onDisk }) => onDisk))],
    };
  }
  if (places.length > 0) return { kind: 'same', connectors: presenting, stored: places };
  const isDoubtful = probed.some(({ connector }) => connector.direction === 'receive');
  return !isAnything || isDoubtful ? { kind: 'unknown' } : { kind: 'nowhere' };
}
