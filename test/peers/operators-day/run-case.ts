import { setTimeout } from 'node:timers/promises';
import type { Failure } from './failures.ts';
import { delaysOf, type JudgedEvent, mistakesOf, openOf, timelineOf } from './judge.ts';
import type { Site } from './site.ts';
import type { LoggedRecord, WatchingDaemon } from './watching-daemon.ts';

/** The order in which an operator repairs the files and the server. */
export type RepairOrder = 'file first' | 'server first';

/** One problem with one server, broken and repaired in one of the orders. */
export interface Case {
  readonly failure: Failure;
  readonly isReloaded: boolean;
  readonly order: RepairOrder;
}

/** The durations of the steps of a case, in ms. */
export interface CaseWaits {
  /** The maximum time until an event or its end is logged. */
  readonly limit: number;
  /** The time after which nothing more may be logged. */
  readonly quiet: number;
  /** The time between the two steps of a repair. */
  readonly betweenSteps: number;
}

/** The result of a case. */
export interface CaseResult extends Case {
  readonly kind: Site['kind'];
  readonly events: readonly JudgedEvent[];
  /** The errors, one line each. */
  readonly wrong: readonly string[];
  /** The log, in order. */
  readonly timeline: readonly string[];
}

/** Waits until a condition holds, for a limited time. */
async function waitFor(holds: () => boolean, limit: number): Promise<void> {
  const end = Date.now() + limit;
  while (!holds() && Date.now() < end) await setTimeout(200);
}

/**
 * Breaks a site, waits for the events, repairs it, waits until they are cleared, and checks the
 * log.
 */
export async function runCase(site: Site, each: Case, daemon: WatchingDaemon, waits: CaseWaits): Promise<CaseResult> {
  const { failure, isReloaded, order } = each;
  const first = daemon.records().length;
  const own = (): readonly LoggedRecord[] =>
    daemon
      .records()
      .slice(first)
      .filter(({ text }) => text.includes(site.name));
  const isTaken = failure.takenBy.includes(site.kind) && isReloaded;
  const expected = isTaken ? failure.taken : failure.onDisk;
  const before = await site.served();

  const broken = Date.now();
  failure.make(site);
  if (isReloaded && failure.where === 'files') site.restoreServer();
  await waitFor(() => expected.every((eventId) => own().some((record) => record.eventId === eventId)), waits.limit);
  await setTimeout(waits.quiet);
  const served = await site.served();
  const wrong = (served !== before) === isTaken ? [] : [`served ${served}, before ${before}`];

  const repairBegun = Date.now();
  if (order === 'server first') {
    site.restoreServer();
    if (failure.repairFiles !== undefined) await setTimeout(waits.betweenSteps);
    failure.repairFiles?.(site);
    if (failure.repairFiles !== undefined) site.restoreServer();
  } else {
    (failure.repairFiles ?? (() => site.renew()))(site);
    await setTimeout(waits.betweenSteps);
    site.restoreServer();
  }
  const repaired = Date.now();
  await waitFor(() => openOf(own()).length === 0, waits.limit);
  await setTimeout(waits.quiet);
  const servedAtEnd = await site.served();
  if (servedAtEnd !== site.good.thumbprint) wrong.push(`served after the repair ${servedAtEnd}`);
  const times = { broken, repairBegun, repaired };
  const records = own();
  wrong.push(...mistakesOf(records, { expected, first: failure.first ?? [], allowed: failure.between ?? [] }, times));
  return {
    ...each,
    kind: site.kind,
    events: delaysOf(records, expected, times),
    wrong,
    timeline: timelineOf(records, times),
  };
}
