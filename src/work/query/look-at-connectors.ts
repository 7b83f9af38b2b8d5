import { assess, certificatesOf } from '../../domain/assessment/assess.ts';
import { probeMemoryOf } from '../../domain/assessment/probe-evidence.ts';
import type { Connector } from '../../domain/connector/connector.ts';
import type { ServedBaseline } from '../../domain/served/served.ts';
import { LedgerError } from '../errors.ts';
import type { ConnectorsSight } from '../operations.ts';
import type { LedgerReader } from '../ports/ledger.ts';
import { type LookMeans, lookOnce } from './look-once.ts';

/** The dependencies of `lookAtConnectors`. */
export interface ConnectorsLookMeans extends LookMeans {
  /**
   * Opens the event log; undefined: no daemon has run here.
   * @throws {LedgerError} for an account that may not read the log
   */
  readonly ledger: () => LedgerReader | undefined;
}

/**
 * Returns the daemon's baseline of each connector at its present URL; empty if the event log cannot
 * be read.
 */
async function baselinesOf(
  connectors: readonly Connector[],
  shard: string,
  ledger: ConnectorsLookMeans['ledger'],
): Promise<ReadonlyMap<string, ServedBaseline>> {
  try {
    const before = (await ledger()?.state(shard))?.memory;
    if (before === undefined) return new Map();
    return new Map(
      connectors.flatMap((connector): [string, ServedBaseline][] => {
        const baseline = probeMemoryOf(connector, { before })?.baseline;
        return baseline === undefined ? [] : [[connector.name, baseline]];
      }),
    );
  } catch (error) {
    if (error instanceof LedgerError) return new Map();
    throw error;
  }
}

/** Looks at stores and named files now, and at what connectors choose of them; nobody is spoken to. */
export async function lookAtConnectors(means: ConnectorsLookMeans, signal: AbortSignal): Promise<ConnectorsSight> {
  const { probes: _, ...surroundings } = means.surroundings;
  const at = means.clock.now();
  const sight = await lookOnce({ ...means, surroundings }, at, signal);
  const { selections } = assess(sight.observation, means.settings, sight.byName);
  const { fqdn } = sight.observation.computer;
  return {
    at,
    computer: fqdn,
    connectors: selections,
    baselines: await baselinesOf(
      selections.map(({ connector }) => connector),
      fqdn,
      means.ledger,
    ),
    certificates: certificatesOf(sight.observation).length,
    withThumbprint: (thumbprint) => sight.byName.withThumbprint(thumbprint),
  };
}
