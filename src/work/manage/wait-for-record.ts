import type { RequestedBy } from '../../domain/certificate/certificate.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import { LedgerError } from '../errors.ts';
import type { ChangeReport } from '../operations/store-operations.ts';
import type { LedgerReader } from '../ports/ledger.ts';
import { readRecords } from '../query/read-records.ts';

/**
 * How long a command waits for the daemon's records, ms: 2 s until changed files have
 * settled, a scan, and a reserve.
 */
const DEFAULT_TIMEOUT_MS = 5000;

/** The change whose record a command waits for. */
export interface AwaitedRecord {
  /** The last record before the change. */
  readonly afterRecordId: number;
  readonly requestedBy: RequestedBy;
  /** Left out: 5 s. */
  readonly timeoutMs?: number;
}

function isRecordOf({ facts }: EventRecord, { by, command, at }: RequestedBy): boolean {
  return facts.requestedAt === at && facts.requestCommand === command && facts.requestedBy === by;
}

/** Returns the records of the scan that logged the change; undefined if there are none yet. */
async function findReport(
  ledger: LedgerReader,
  { afterRecordId, requestedBy }: AwaitedRecord,
): Promise<ChangeReport | undefined> {
  const records: EventRecord[] = [];
  for await (const page of readRecords(ledger, { after: afterRecordId })) records.push(...page.records);
  const logged = records.find((record) => isRecordOf(record, requestedBy));
  if (logged === undefined) return undefined;
  // All records of one scan have the same time.
  return { kind: 'written', records: records.filter(({ timeCreated }) => timeCreated === logged.timeCreated) };
}

/**
 * Waits until the daemon has logged a change. Returns `not-yet` after the timeout, at the signal, or
 * if the log cannot be read.
 */
export async function waitForRecord(
  ledger: LedgerReader,
  awaited: AwaitedRecord,
  signal: AbortSignal,
): Promise<ChangeReport> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(awaited.timeoutMs ?? DEFAULT_TIMEOUT_MS)]);
  const finished = new AbortController();
  try {
    const changes = ledger.changed(AbortSignal.any([deadline, finished.signal]));
    const earlyReport = await findReport(ledger, awaited);
    if (earlyReport !== undefined) return earlyReport;
    for await (const _ of changes) {
      const report = await findReport(ledger, awaited);
      if (report !== undefined) return report;
    }
    return { kind: 'not-yet' };
  } catch (error) {
    if (error instanceof LedgerError) return { kind: 'not-yet' };
    throw error;
  } finally {
    finished.abort();
  }
}
