import {
  certificateRow,
  readConnector,
  readStore,
  readStoredCertificate,
  storedCertificatesOf,
  writeCertificate,
  writeConnector,
  writeStore,
} from '../../src/adapters/sqlite/schema/written-observed.ts';
import type { Condition } from '../../src/domain/condition/condition.ts';
import { LEVEL_NUMBERS } from '../../src/domain/event/event-definition.ts';
import type { EventRecord, NewEventRecord } from '../../src/domain/event/event-record.ts';
import type { Problem } from '../../src/domain/failure/problem.ts';
import { EMPTY_MEMORY, type Memory } from '../../src/domain/observation/memory.ts';
import type { ProbeRequest } from '../../src/domain/served/probe-request.ts';
import type { Rotation } from '../../src/domain/served/rotation.ts';
import type { Observed, ScanObservation } from '../../src/domain/status/observed.ts';
import type { MissedRecords, OutputProblem } from '../../src/domain/status/output-health.ts';
import { DAY, type Instant } from '../../src/domain/time.ts';
import { LedgerError, StaleRevisionError } from '../../src/work/errors.ts';
import type {
  Cursors,
  Ledger,
  LedgerChange,
  LedgerState,
  ProbeRequests,
  RecordQuery,
  Retention,
  Revision,
  Rotations,
  ScanTimes,
  Shard,
} from '../../src/work/ports/ledger.ts';
import { madeUpFailure } from '../domain/failure/made-up-failure.ts';
import { MemoryOutbox } from './memory-outbox.ts';
import { MemoryOutputs } from './memory-outputs.ts';

interface ShardState {
  readonly revision: Revision;
  readonly open: readonly (Condition & { readonly lastRecordId: number })[];
  readonly memory: Memory;
  readonly scan: ScanTimes | undefined;
  readonly storedAt?: Instant;
  readonly startedAt?: Instant;
  readonly observed: Observed;
}

const EMPTY: ShardState = {
  revision: 0,
  open: [],
  memory: EMPTY_MEMORY,
  scan: undefined,
  observed: { connectors: [], stores: [] },
};

/** Returns an observation that was read again, in its stored form. */
function stored({ selections, originOf, stores }: ScanObservation): Observed {
  const certificates = new Map(
    selections
      .flatMap(({ selection }) => storedCertificatesOf(selection))
      .map((each) => [certificateRow(each), readStoredCertificate(JSON.parse(writeCertificate(each)))]),
  );
  return {
    connectors: selections.flatMap(
      (each) => readConnector(JSON.parse(writeConnector(each, originOf)), certificates) ?? [],
    ),
    stores: stores.map((state) => readStore(JSON.parse(writeStore(state)))),
  };
}

/** A ledger in memory, with the contract of the real one. */
export class MemoryLedger implements Ledger, Cursors, Rotations, ProbeRequests {
  readonly damage: Problem | undefined;
  readonly outbox: MemoryOutbox = new MemoryOutbox({
    records: () => this.#records,
    head: () => this.#head,
    open: () =>
      new Map([...this.#shards.values()].flatMap(({ open }) => open.map((one) => [one.conditionId, one.lastRecordId]))),
    append: (records) => void this.#append(records),
    notify: () => this.#notify(),
    outputs: () => this.#outputs.health(this.#records.map(({ eventRecordId }) => eventRecordId)),
  });
  #records: readonly EventRecord[] = [];
  #head = 0;
  readonly #shards = new Map<Shard, ShardState>();
  #requests: readonly { readonly shard: Shard; readonly request: ProbeRequest }[] = [];
  #rotations: readonly { readonly shard: Shard; readonly rotation: Rotation }[] = [];
  readonly #outputs = new MemoryOutputs();
  readonly #waiting = new Set<() => void>();
  readonly #closed = new AbortController();

  constructor(damage?: Problem) {
    this.damage = damage;
  }

  async commit(shard: Shard, expected: Revision, change: LedgerChange): Promise<readonly EventRecord[]> {
    const before = this.#shards.get(shard) ?? EMPTY;
    if (before.revision !== expected) throw new StaleRevisionError(shard, expected, before.revision);
    const written = this.#numbered(change.records);
    const open = change.open === undefined ? before.open : this.#withRecords(change, change.open, before, written);
    const { startedAt, ...others } = before;
    this.#shards.set(shard, {
      ...others,
      ...(change.scan === undefined && startedAt !== undefined ? { startedAt } : {}),
      revision: expected + 1,
      open,
      memory: structuredClone(change.memory) ?? before.memory,
      scan: change.scan ?? before.scan,
      observed: change.observed === undefined ? before.observed : stored(change.observed),
    });
    this.#requests = this.#requests.filter(({ request }) => !change.probeRequests?.includes(request.requestId));
    this.#rotations = this.#rotations.filter(({ rotation }) => !change.rotations?.includes(rotation.rotationId));
    this.#keep(written);
    return written;
  }

  async forgetDamage(): Promise<void> {}

  async storeHeartbeat(shard: Shard, now: Instant): Promise<void> {
    const known = this.#shards.get(shard);
    if (known !== undefined) this.#shards.set(shard, { ...known, storedAt: now });
  }

  async storeStart(shard: Shard, now: Instant): Promise<void> {
    const known = this.#shards.get(shard);
    if (known !== undefined) this.#shards.set(shard, { ...known, startedAt: now });
  }

  async rotations(shard: Shard): Promise<readonly Rotation[]> {
    return this.#rotations.flatMap((each) => (each.shard === shard ? [each.rotation] : []));
  }

  async probeRequests(shard: Shard): Promise<readonly ProbeRequest[]> {
    return this.#requests.flatMap((each) => (each.shard === shard ? [each.request] : []));
  }

  async requestProbes(shard: Shard, request: ProbeRequest): Promise<void> {
    const all = [...this.#requests, { shard, request: structuredClone(request) }];
    const oldest = new Set(all.filter((each) => each.shard === shard).slice(0, -100));
    this.#requests = all.filter((each) => !oldest.has(each));
    this.#notify();
  }

  async recordRotation(shard: Shard, rotation: Rotation): Promise<void> {
    const all = [...this.#rotations, { shard, rotation: structuredClone(rotation) }];
    const oldest = new Set(all.filter((each) => each.shard === shard).slice(0, -100));
    this.#rotations = all.filter((each) => !oldest.has(each));
    this.#notify();
  }

  async state(shard: Shard): Promise<LedgerState> {
    const { open, observed: _, ...state } = this.#shards.get(shard) ?? EMPTY;
    return { ...state, open: open.map(({ lastRecordId: _, ...condition }) => condition) };
  }

  async observed(shard: Shard): Promise<Observed> {
    return (this.#shards.get(shard) ?? EMPTY).observed;
  }

  async scannedConnectors(shard: Shard): Promise<ReadonlySet<string> | undefined> {
    const { connectors, stores } = (this.#shards.get(shard) ?? EMPTY).observed;
    if (connectors.length + stores.length === 0) return undefined;
    return new Set(connectors.map(({ connector }) => connector.name));
  }

  async shards(): Promise<readonly Shard[]> {
    return [...this.#shards.keys()].sort();
  }

  async *records(query: RecordQuery): AsyncIterable<EventRecord> {
    yield* this.#matching(query);
  }

  #matching(query: RecordQuery): readonly EventRecord[] {
    const found = this.#records.filter((record) => matches(record, query));
    return query.last === undefined ? found : found.slice(Math.max(0, found.length - query.last));
  }

  async after(eventRecordId: number, limit: number): Promise<readonly EventRecord[]> {
    return this.#records.filter((record) => record.eventRecordId > eventRecordId).slice(0, limit);
  }

  async newestRecordId(): Promise<number> {
    return this.#head;
  }

  async count(query: RecordQuery = {}): Promise<number> {
    return this.#matching(query).length;
  }

  changed(signal: AbortSignal): AsyncIterable<void> {
    const ended = AbortSignal.any([signal, this.#closed.signal]);
    let due = false;
    let resume = (): void => {};
    const wake = (): void => {
      due = true;
      resume();
    };
    this.#waiting.add(wake);
    ended.addEventListener('abort', wake);
    const waiting = this.#waiting;
    return (async function* () {
      while (!ended.aborted) {
        if (!due)
          await new Promise<void>((resolve) => {
            resume = resolve;
          });
        due = false;
        if (!ended.aborted) yield;
      }
      waiting.delete(wake);
    })();
  }

  async prune(retention: Retention, now: Instant): Promise<number> {
    const { records, days } = retention;
    const slowest = Math.min(...this.outbox.positions());
    const awaited = this.outbox.awaited();
    const needed = new Set(
      [...this.#shards.values()].flatMap(({ open }) => open.map((condition) => condition.lastRecordId)),
    );
    const kept = this.#records.filter(
      ({ eventRecordId, timeCreated }) =>
        eventRecordId > slowest ||
        this.#outputs.isAwaited(eventRecordId, timeCreated, now) ||
        needed.has(eventRecordId) ||
        awaited.has(eventRecordId) ||
        (eventRecordId > this.#head - records && timeCreated >= now - days * DAY),
    );
    const left = kept.map(({ eventRecordId }) => eventRecordId);
    const deleted = this.#records.flatMap((record) => (kept.includes(record) ? [] : [record.eventRecordId]));
    this.#records = kept;
    this.#outputs.passOver(deleted, left, this.#head);
    return deleted.length + this.outbox.prune(retention, now);
  }

  async cursor(follower: string): Promise<number> {
    const cursor = this.#outputs.followers.get(follower) ?? this.#head;
    this.#outputs.followers.set(follower, cursor);
    return cursor;
  }

  async advanceCursor(follower: string, to: number): Promise<void> {
    this.#outputs.followers.set(follower, Math.max(to, this.#outputs.followers.get(follower) ?? 0));
  }

  async deleteOtherFollowers(followers: readonly string[]): Promise<void> {
    this.#outputs.keep(followers);
  }

  async recordFailure(follower: string, position: number, problem: OutputProblem, now: Instant): Promise<void> {
    this.#outputs.failed(follower, position, problem, now);
  }

  async recordSuccess(follower: string): Promise<void> {
    this.#outputs.works(follower);
  }

  async reportMissed(now: Instant, recordOf: (missed: MissedRecords) => NewEventRecord): Promise<number> {
    const records = this.#outputs.takeMissed(now).map(recordOf);
    this.#append(records);
    return records.length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort();
  }

  #numbered(records: readonly NewEventRecord[]): readonly EventRecord[] {
    return records.map((record, index) => ({
      ...structuredClone(record),
      eventRecordId: this.#head + 1 + index,
      processId: process.pid,
    }));
  }

  #keep(written: readonly EventRecord[]): void {
    this.#records = [...this.#records, ...written];
    this.#head += written.length;
    this.#notify();
  }

  #append(records: readonly NewEventRecord[]): void {
    this.#keep(this.#numbered(records));
  }

  #notify(): void {
    for (const wake of this.#waiting) wake();
  }

  /** Returns the open conditions, each with the data of its last record. */
  #withRecords(
    { updatedConditionIds }: LedgerChange,
    open: readonly Condition[],
    before: ShardState,
    written: readonly EventRecord[],
  ): ShardState['open'] {
    const events = open.map((condition) => {
      const record = written.findLast(({ conditionId }) => conditionId === condition.conditionId);
      const known = before.open.find(({ conditionId }) => conditionId === condition.conditionId);
      const last = record ?? known ?? missing(condition);
      const { parameters, facts, remedy } = structuredClone(
        updatedConditionIds?.has(condition.conditionId) ? condition : last,
      );
      const lastRecordId = record?.eventRecordId ?? known?.lastRecordId ?? 0;
      return { ...structuredClone(condition), parameters, facts, remedy, lastRecordId };
    });
    const order = new Map(before.open.map(({ conditionId }, index) => [conditionId, index]));
    const place = ({ conditionId }: Condition): number => order.get(conditionId) ?? order.size;
    return events.sort((left, right) => left.raisedAt - right.raisedAt || place(left) - place(right));
  }
}

function missing({ conditionId }: Condition): never {
  throw new LedgerError('memory', madeUpFailure(`storing condition ${conditionId}: no record is about it`));
}

function matches(record: EventRecord, query: RecordQuery): boolean {
  const { eventIds, level, since, until, connector, thumbprint, request, eventRecordId } = query;
  const { afterRecordId, beforeRecordId } = query;
  const { facts } = record;
  return (
    (eventIds === undefined || eventIds.includes(record.eventId)) &&
    (level === undefined || LEVEL_NUMBERS[record.level] <= LEVEL_NUMBERS[level]) &&
    (since === undefined || record.timeCreated >= since) &&
    (until === undefined || record.timeCreated < until) &&
    (connector === undefined || facts.connector === connector || (facts.connectors ?? []).includes(connector)) &&
    (thumbprint === undefined ||
      [facts.thumbprint, facts.previousThumbprint].includes(thumbprint) ||
      (facts.certificates ?? []).some((named) => named.thumbprint === thumbprint)) &&
    (request === undefined || facts.requestSha256 === request) &&
    (eventRecordId === undefined || record.eventRecordId === eventRecordId) &&
    (afterRecordId === undefined || record.eventRecordId > afterRecordId) &&
    (beforeRecordId === undefined || record.eventRecordId < beforeRecordId)
  );
}
