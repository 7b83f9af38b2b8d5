import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import type { Connector } from '../connector/connector.ts';
import { selectedOnDisk } from '../selection/certificates-of-selection.ts';
import type { Selection } from '../selection/selection.ts';

/** A connector and the selection by its stores and files. */
export interface ConnectorObservation {
  readonly connector: Connector;
  readonly selection: Selection;
}

/**
 * A served certificate compared with stores and files, for the commands that probe. Rules compare
 * with `servedVsDisk`, which also considers the time for a reload.
 */
export type ServedOnDisk =
  /**
   * The `connectors` that are probed at this address should serve another certificate: one of
   * `stored`.
   */
  | { readonly kind: 'differs'; readonly connectors: readonly string[]; readonly stored: readonly StoredCertificate[] }
  /** The certificate is on disk, as `stored`. The `connectors` should serve it. */
  | { readonly kind: 'same'; readonly connectors: readonly string[]; readonly stored: readonly StoredCertificate[] }
  /** There is no certificate to compare with, or the comparison is uncertain. */
  | { readonly kind: 'unknown' }
  /** The certificate is in no store of this host, as is usual for remote servers. */
  | { readonly kind: 'nowhere' };

/** The connectors and certificates with which a served certificate is compared. */
export interface DiskContext {
  /** The connectors that are probed at its address; empty for a remote server. */
  readonly probed: readonly ConnectorObservation[];
  /** All connectors. */
  readonly all: readonly ConnectorObservation[];
  /** The served certificate in stores and files of this host, one element for each location. */
  readonly copiesOnDisk: readonly StoredCertificate[];
  /** True if the stores contain any certificates. */
  readonly hasStoredCertificates: boolean;
}

/**
 * Returns the certificates that a connector's server should serve: the selected ones, or those in
 * the files that its settings name even if they are rejected, because a server uses its files in
 * any case. Returns undefined if this is uncertain, if one of the files is unusable, or if there
 * are none.
 */
export function expectedCertificates(selection: Selection): readonly StoredCertificate[] | undefined {
  if (selection.kind !== 'none') return selectedOnDisk(selection);
  const { name, unusableFile, rejected } = selection;
  if (name.files === undefined || unusableFile !== undefined || rejected.length === 0) return undefined;
  return rejected.map(({ candidate }) => candidate);
}

/** Compares a served certificate with the certificates on disk. */
export function servedOnDisk(
  thumbprint: Thumbprint,
  { probed, all, copiesOnDisk, hasStoredCertificates }: DiskContext,
): ServedOnDisk {
  const isServed = ({ certificate }: StoredCertificate): boolean => certificate.thumbprint === thumbprint;
  const expectedHere = expectationsOf(probed);
  if (expectedHere.length > 0 && !expectedHere.some(({ expected }) => expected.some(isServed))) {
    return {
      kind: 'differs',
      connectors: expectedHere.map(({ name }) => name),
      stored: [...new Set(expectedHere.flatMap(({ expected }) => expected))],
    };
  }
  if (copiesOnDisk.length > 0) {
    const expecting = expectationsOf(all).filter(({ expected }) => expected.some(isServed));
    return { kind: 'same', connectors: expecting.map(({ name }) => name), stored: copiesOnDisk };
  }
  // A server of this host may use a file that is in no store: `nowhere` is only for remote servers.
  const isServerOfThisHost = probed.some(({ connector }) => connector.direction === 'receive');
  return !hasStoredCertificates || isServerOfThisHost ? { kind: 'unknown' } : { kind: 'nowhere' };
}

/** Returns the Receive connectors with known expected certificates. */
function expectationsOf(
  connectors: readonly ConnectorObservation[],
): readonly { readonly name: string; readonly expected: readonly StoredCertificate[] }[] {
  return connectors.flatMap(({ connector, selection }) => {
    const expected = connector.direction === 'receive' ? expectedCertificates(selection) : undefined;
    return expected === undefined ? [] : [{ name: connector.name, expected }];
  });
}
