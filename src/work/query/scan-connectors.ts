import { assess } from '../../domain/assessment/assess.ts';
import { probeMemoryOf } from '../../domain/assessment/probe-memory.ts';
import type { Connector } from '../../domain/connector/connector.ts';
import { lastKnownCertificates } from '../../domain/observation/last-known-objects.ts';
import type { ServedBaseline } from '../../domain/served/served.ts';
import { LedgerError } from '../errors.ts';
import type { ScannedConnectors } from '../operations/connector-operations.ts';
import type { LedgerReader } from '../ports/ledger.ts';
import { lastObservedReader } from './last-observed-reader.ts';
import { type ScanOnceDependencies, scanOnce } from './scan-once.ts';

/** The dependencies of `scanConnectors`. */
export interface ScanConnectorsDependencies extends ScanOnceDependencies {
  /**
   * Opens the event log; undefined if no daemon has run here.
   * @throws {LedgerError} for an account that may not read the log
   */
  readonly ledger: () => LedgerReader | undefined;
}

/**
 * Returns the daemon's baseline of each connector at its current URL, by name: the last trusted and
 * the last matching certificate that its server served. Empty if the event log cannot be read.
 */
async function baselinesOf(
  connectors: readonly Connector[],
  shard: string,
  ledger: ScanConnectorsDependencies['ledger'],
): Promise<ReadonlyMap<string, ServedBaseline>> {
  try {
    const memory = (await ledger()?.state(shard))?.memory;
    if (memory === undefined) return new Map();
    return new Map(
      connectors.flatMap((connector): [string, ServedBaseline][] => {
        const baseline = probeMemoryOf(connector, { memory })?.baseline;
        return baseline === undefined ? [] : [[connector.name, baseline]];
      }),
    );
  } catch (error) {
    if (error instanceof LedgerError) return new Map();
    throw error;
  }
}

/**
 * Scans stores and connector files, and selects the certificate of each connector. Probes no
 * server.
 */
export async function scanConnectors(
  dependencies: ScanConnectorsDependencies,
  signal: AbortSignal,
): Promise<ScannedConnectors> {
  const { probes: _, ...scanSources } = dependencies.scanSources;
  const at = dependencies.clock.now();
  const readLastObserved = lastObservedReader(dependencies.ledger, scanSources.computer.fqdn);
  const indexed = await scanOnce({ ...dependencies, scanSources, readLastObserved }, at, signal);
  const { selections } = assess(indexed.observation, dependencies.settings, indexed.index);
  const { fqdn } = indexed.observation.computer;
  return {
    at,
    computer: fqdn,
    connectors: selections,
    baselines: await baselinesOf(
      selections.map(({ connector }) => connector),
      fqdn,
      dependencies.ledger,
    ),
    certificateCount: lastKnownCertificates(indexed.observation).length,
    withThumbprint: (thumbprint) => indexed.index.withThumbprint(thumbprint),
  };
}
