import { connectorsOf } from '../../domain/assessment/assess.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import { EMPTY_MEMORY } from '../../domain/observation/memory.ts';
import { storeStates } from '../../domain/status/store-states.ts';
import type { Scan } from '../operations/query-operations.ts';
import type { LedgerState } from '../ports/ledger.ts';
import { judge } from '../scan/judge.ts';
import { scanAll } from '../scan/scan-all.ts';
import { comparableAnchors } from './comparable-anchors.ts';
import { explainConnectors } from './explain.ts';
import { chainsOf, unavailableIn } from './scan.ts';
import { nothingBefore, type ScanOnceDependencies } from './scan-once.ts';
import { rememberedEndpoints, servedNow } from './served-now.ts';
import { unconfirmed, unscannedIn } from './unscanned.ts';

/** A scan of a command, compared with the state that the daemon stored. */
export interface ComparedScan extends Pick<Scan, 'at' | 'connectors' | 'stores' | 'unavailable'> {
  /** The conditions of level Warning or above that the daemon would raise if it scanned now. */
  readonly unscanned: readonly Condition[];
}

/**
 * Scans everything now, and evaluates the scan as the daemon's next scan would: with its memory,
 * its probe results, and its open conditions.
 * @param left undefined: no daemon ever ran here
 */
export async function scanForStatus(
  dependencies: ScanOnceDependencies,
  left: Pick<LedgerState, 'open' | 'memory'> | undefined,
  signal: AbortSignal,
): Promise<ComparedScan> {
  const { clock, settings, surroundings } = dependencies;
  const now = clock.now();
  const memory = unconfirmed(left?.memory ?? EMPTY_MEMORY);
  const open = left?.open ?? [];
  const indexed = await scanAll(surroundings, { ...nothingBefore(dependencies), memory }, now, signal);
  const connectors = connectorsOf(indexed.observation);
  const endpoints = rememberedEndpoints(connectors, memory.probes, indexed.observation);
  const anchors = await comparableAnchors(surroundings.readAnchors, connectors, endpoints);
  const observation = { ...indexed.observation, endpoints, anchors };
  const judgement = await judge({ ...indexed, observation }, settings, open);
  const { assessment } = judgement;
  const chains = await chainsOf(judgement, 'selected', dependencies);
  const stores = storeStates(observation);
  return {
    at: now,
    stores,
    connectors: explainConnectors(assessment, chains, stores, open, servedNow(assessment, memory)),
    unavailable: unavailableIn(observation),
    unscanned: unscannedIn(judgement, open),
  };
}
