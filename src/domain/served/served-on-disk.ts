import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import type { Connector } from '../connector/connector.ts';
import { selectedOnDisk } from '../selection/certificates-of-selection.ts';
import type { Selection } from '../selection/select-certificate.ts';

/** A connector and the selection by its stores and files. */
export interface ConnectorObservation {
  readonly connector: Connector;
  readonly selection: Selection;
}

/** A served certificate compared with stores and files. */
export type ServedOnDisk =
  /** It is on disk, in these locations. `connectors` should serve it by their stores and files. */
  | { readonly kind: 'same'; readonly connectors: readonly string[]; readonly stored: readonly StoredCertificate[] }
  /** `connectors`, which are probed at this address, should serve another certificate. */
  | { readonly kind: 'differs'; readonly connectors: readonly string[]; readonly stored: readonly StoredCertificate[] }
  /** It is not found in the stores of this host, as is usual for remote servers. */
  | { readonly kind: 'nowhere' }
  /** There is nothing to compare it with, or the comparison is uncertain. */
  | { readonly kind: 'unknown' };

/**
 * Returns the certificates that a connector's server should serve: the selected ones, or those in
 * its files even if they are unsuitable. Returns undefined if this is uncertain or there are none.
 */
export function dueToBeServed(selection: Selection): readonly StoredCertificate[] | undefined {
  if (selection.kind !== 'none') return selectedOnDisk(selection);
  const { name, unusableFile, rejected } = selection;
  if (name.files === undefined || unusableFile !== undefined || rejected.length === 0) return undefined;
  return rejected.map(({ candidate }) => candidate);
}

/**
 * Compares a served certificate with the certificates on disk.
 * @param probed the connectors that are probed at its address; empty for a remote server
 * @param certificates its locations on disk
 * @param isAnything whether the stores contain any certificates
 */
export function servedOnDisk(
  thumbprint: Thumbprint,
  probed: readonly ConnectorObservation[],
  all: readonly ConnectorObservation[],
  certificates: readonly StoredCertificate[],
  isAnything: boolean,
): ServedOnDisk {
  const ofServer = probed.flatMap(({ connector, selection }) => {
    const onDisk = connector.direction === 'receive' ? dueToBeServed(selection) : undefined;
    return onDisk === undefined ? [] : [{ name: connector.name, onDisk }];
  });
  const isServed = ({ certificate }: StoredCertificate): boolean => certificate.thumbprint === thumbprint;
  const selecting = all.flatMap(({ connector, selection }) =>
    connector.direction === 'receive' && dueToBeServed(selection)?.some(isServed) ? [connector.name] : [],
  );
  if (ofServer.length > 0 && !ofServer.some(({ onDisk }) => onDisk.some(isServed))) {
    return {
      kind: 'differs',
      connectors: ofServer.map(({ name }) => name),
      stored: [...new Set(ofServer.flatMap(({ onDisk }) => onDisk))],
    };
  }
  if (certificates.length > 0) return { kind: 'same', connectors: selecting, stored: certificates };
  const isDoubtful = probed.some(({ connector }) => connector.direction === 'receive');
  return !isAnything || isDoubtful ? { kind: 'unknown' } : { kind: 'nowhere' };
}
