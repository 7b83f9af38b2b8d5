import type { RequestedBy } from '../../domain/certificate/certificate.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import { LedgerError } from '../errors.ts';
import type { ChangeReport } from '../operations/store-operations.ts';
import type { LedgerReader } from '../ports/ledger.ts';

/**
 * How long a command waits for the daemon's records, ms: 2 s of settling, a scan, and a reserve.
 */
const WAITS_MS = 5000;
/** How many records are read at once. */
const BATCH = 500;

/** The change, and the last record before it. */
export interface AwaitedRecord {
  readonly since: number;
  readonly requestedBy: RequestedBy;
  /** Left out: 5 s. */
  readonly waitsMs?: number;
}

function isAbout({ facts }: EventRecord, { by, command, at }: RequestedBy): boolean {
  return facts.requestedAt === at && facts.requestCommand === command && facts.requestedBy === by;
}

/** Returns the records after `since`, oldest first. */
async function recordsAfter(ledger: LedgerReader, since: number): Promise<readonly EventRecord[]> {
  const all: EventRecord[] = [];
  for (let last = since; ; ) {
    const records = await ledger.after(last, BATCH);
    all.push(...records);
    const next = records.at(-1)?.eventRecordId;
    if (next === undefined) return all;
    last = next;
  }
}

/** Returns the records of the scan that saw the change; undefined: none yet. */
async function written(ledger: LedgerReader, { since, requestedBy }: AwaitedRecord): Promise<ChangeReport | undefined> {
  const records = await recordsAfter(ledger, since);
  const logged = records.find((record) => isAbout(record, requestedBy));
  if (logged === undefined) return undefined;
  // All records of one scan have the same time.
  return { kind: 'written', records: records.filter(({ timeCreated }) => timeCreated === logged.timeCreated) };
}

/**
 * Waits until the daemon has logged a change, or the timeout. Returns `not-yet` if the log cannot
 * be read.
 */
export async function waitForRecord(
  ledger: LedgerReader,
  awaited: AwaitedRecord,
  signal: AbortSignal,
): Promise<ChangeReport> {
  const ended = AbortSignal.any([signal, AbortSignal.timeout(awaited.waitsMs ?? WAITS_MS)]);
  const leaving = new AbortController();
  try {
    const changes = ledger.changed(AbortSignal.any([ended, leaving.signal]));
    const already = await written(ledger, awaited);
    if (already !== undefined) return already;
    for await (const _ of changes) {
      const report = await written(ledger, awaited);
      if (report !== undefined) return report;
    }
    return { kind: 'not-yet' };
  } catch (error) {
    if (error instanceof LedgerError) return { kind: 'not-yet' };
    throw error;
  } finally {
    leaving.abort();
  }
}
