import { expect } from 'vitest';
import { isRenewing } from '../../../../src/domain/assessment/file-histories.ts';
import { nextProbeMemories } from '../../../../src/domain/assessment/next-probe-memories.ts';
import type { Condition } from '../../../../src/domain/condition/condition.ts';
import type { EventRecord } from '../../../../src/domain/event/event-record.ts';
import { EMPTY_MEMORY } from '../../../../src/domain/observation/memory.ts';
import type { Status } from '../../../../src/domain/status/status.ts';
import { MINUTE } from '../../../../src/domain/time.ts';
import { statusOf } from '../../../../src/work/query/status.ts';

import { type Address, CONNECTORS, type Host, type Scanned } from './host.ts';
import { CERTIFICATES, type Disk, type Doing, type Letter, type Span, type Timeline } from './truth.ts';

/**
 * The states of the server of a connector, from the latest change that the scan knows of until the
 * end of the scan.
 */
type Since = (connector: string) => readonly Span<Doing>[];

const WITHOUT: readonly Doing[] = ['refused', 'not-offered'];
const NEVER: readonly number[] = [1404, 1405, 1407, 12018];

const addressOf = (name: string): Address => CONNECTORS.find(([each]) => each === name)?.[1] ?? '192.0.2.1';
const letterOf = (thumbprint = ''): Letter | undefined =>
  (Object.keys(CERTIFICATES) as Letter[]).find((each) => CERTIFICATES[each].certificate.thumbprint === thumbprint);
const isGood = (disk: Disk): disk is Exclude<Disk, 'missing'> => disk !== 'missing' && disk.hasKey;
const doingsOf = (spans: readonly Span<Doing>[]): readonly Doing[] => spans.map(({ value }) => value);
const isSame = (one: Disk, other: Disk): boolean => JSON.stringify(one) === JSON.stringify(other);
const namedBy = ({ facts: { connector, connectors } }: Pick<Condition, 'facts'>): readonly string[] =>
  connector === undefined ? (connectors ?? []) : [connector];

/**
 * Returns whether a server served a certificate after the file had the content that the scan read.
 * A server that loads the file at the moment of the change did not.
 */
function wasServedDespite(disk: Disk, letter: Letter, did: readonly Span<Doing>[], history: Timeline<Disk>): boolean {
  return did.some(
    ({ value, sinceMs, endsMs }) =>
      value === letter &&
      history.spansDuring(sinceMs, endsMs).some((span) => isSame(span.value, disk) && span.endsMs > sinceMs),
  );
}

/**
 * Returns whether an event may be raised: its cause must have existed at some time since the latest
 * change.
 */
function mayBeRaised(
  { eventId, facts }: EventRecord,
  disk: Disk,
  spans: readonly Span<Doing>[],
  history: Timeline<Disk>,
): boolean {
  const letter = letterOf(facts.thumbprint);
  const did = doingsOf(spans);
  switch (eventId) {
    case 1400:
      return did.includes('down');
    case 1401:
    case 1402:
      return did.some((doing) => WITHOUT.includes(doing));
    case 1403:
      return letter === 'X' && did.includes('X');
    case 1406:
      if (letter === undefined || !isGood(disk) || disk.letter === letter) return false;
      return wasServedDespite(disk, letter, spans, history);
    case 12014:
      return !isGood(disk);
    case 12016:
      return isGood(disk) && disk.letter === 'X';
    default:
      return !NEVER.includes(eventId);
  }
}

/**
 * Returns whether an event may be cleared as observed: its cause must have been absent at some time
 * since the latest change.
 */
function mayBeCleared(eventId: number, thumbprint: string | undefined, disk: Disk, did: readonly Doing[]): boolean {
  const letter = letterOf(thumbprint);
  switch (eventId) {
    case 1400:
      return did.some((doing) => doing !== 'down');
    case 1401:
    case 1402:
      return did.some((doing) => doing in CERTIFICATES);
    case 1403:
    case 1406:
      return did.some((doing) => doing !== letter && doing !== 'down') || (isGood(disk) && disk.letter === letter);
    case 12014:
      return isGood(disk) && did.includes(disk.letter);
    case 12016:
      return !(isGood(disk) && disk.letter === 'X') && did.some((doing) => doing !== 'X' && doing !== 'down');
    default:
      return true;
  }
}

/**
 * Returns whether the status may be OK: the server must serve a valid certificate. For two minutes
 * after a change of the file, it may still serve the expired certificate.
 * @param knownForMs the time since a scan has first read the changed file, which may have an old
 *   modification time
 */
function mayBeOk(disk: Disk, did: readonly Doing[], knownForMs: number): boolean {
  const isGrace = knownForMs < 2 * MINUTE;
  const isServing = did.some((doing) => doing === 'A' || doing === 'B' || (isGrace && doing === 'X'));
  return isGood(disk) && disk.letter !== 'X' && isServing;
}

/** Returns the output of `status` after a scan. */
export function statusAfter({ outcome: { assessment, open, observation } }: Scanned): Status {
  const probes = nextProbeMemories(assessment);
  const { now } = observation;
  const left = {
    ...{
      isRunning: true,
      revision: 1,
      open,
      memory: { ...EMPTY_MEMORY, probes },
      records: 0,
      silences: [],
      outputs: [],
    },
    scan: { startedAt: now, endedAt: now, nextAt: undefined },
  };
  const connectors = assessment.selections.map(({ connector, selection }) => ({
    ...{
      connector,
      selection,
      origins: new Map(),
      stores: [],
      at: now,
      open: undefined,
      remedy: undefined,
      diagnostics: [],
    },
    served: probes.get(connector.name)?.result,
  }));
  const scan = { at: now, stores: [], connectors, notYetRaised: [], unloaded: [] };
  return statusOf('mail01.contoso.com', left, [], scan);
}

/**
 * Returns the connectors that a condition was last about, by its needs. Its facts may be older:
 * they are those of the latest record, while the needs are those of the latest finding.
 */
function lastAbout(conditionId: string | undefined, before: Scanned | undefined): readonly string[] | undefined {
  const condition = before?.outcome.open.find((each) => each.conditionId === conditionId);
  return condition?.needs.flatMap((need) => (need.startsWith('probe:') ? [need.slice('probe:'.length)] : []));
}

function checkRecords(
  { outcome, disk }: Scanned,
  before: Scanned | undefined,
  since: Since,
  history: Timeline<Disk>,
): void {
  for (const record of outcome.written) {
    const { change, facts, parameters } = record;
    const names = namedBy(record);
    if (change === 'raised') {
      for (const name of names) {
        const may = mayBeRaised(record, disk, since(name), history);
        expect([record.eventId, name, may]).toEqual([record.eventId, name, true]);
      }
    }
    if (change !== 'cleared') continue;
    const eventId = Number(parameters[0]);
    const isElsewhere = facts.cleared?.evidence.reason === 'reclassified';
    for (const name of lastAbout(record.conditionId, before) ?? names) {
      const about = [`cleared ${eventId}`, facts.cleared?.evidence.reason, name];
      const isKnown = isElsewhere
        ? outcome.open.some((open) => open.eventId !== eventId && namedBy(open).includes(name)) ||
          mayBeCleared(eventId, facts.thumbprint, disk, doingsOf(since(name)))
        : mayBeCleared(eventId, facts.thumbprint, disk, doingsOf(since(name)));
      expect([...about, isKnown]).toEqual([...about, true]);
    }
  }
}

/**
 * Returns whether verdicts wait for the next scan: the clock was set, or the key of a renewed
 * certificate may be written soon.
 */
const isWaiting = ({ outcome: { assessment } }: Scanned): boolean =>
  assessment.observation.service.clockStepMs !== 0 || isRenewing(assessment);

/** Checks that a scan that answers a request for probes has probed every connector. */
function checkAnswer({ outcome: { observation }, answered }: Scanned): void {
  for (const [name, result] of observation.endpoints) {
    const isProbed = result.kind === 'available' || result.times > 0;
    expect(['answer', ...answered, name, isProbed]).toEqual(['answer', ...answered, name, true]);
  }
}

/**
 * Law 6: no Error, Warning, clear or OK is based on evidence from before the latest change of its
 * subject that the scan knows of. Requests for probes are answered by evidence, and none is left.
 */
export async function checkEvidence(host: Host): Promise<void> {
  let before: Scanned | undefined;
  let diskChangedMs = Number.NEGATIVE_INFINITY;
  let firstReadMs = Number.NEGATIVE_INFINITY;
  for (const scanned of host.scanned) {
    const { disk, readMs, definition, startedMs, endedMs } = scanned;
    // A change that is reversed between two scans is invisible to the scans.
    if (before === undefined || !isSame(before.disk, disk)) {
      diskChangedMs = host.disk.since(disk, readMs);
      firstReadMs = readMs;
    }
    const definedMs = host.definition.since(definition, startedMs);
    const since: Since = (name) => {
      const address = addressOf(name);
      const reloads = host.reloads[address];
      const reloadedMs = reloads.since(reloads.at(startedMs - 1), startedMs - 1);
      return host.doings[address].spansDuring(Math.max(diskChangedMs, definedMs, reloadedMs), endedMs);
    };
    checkRecords(scanned, before, since, host.disk);
    if (scanned.answered.length > 0) checkAnswer(scanned);
    if (!isWaiting(scanned) && statusAfter(scanned).verdict === 'ok') {
      for (const [name] of CONNECTORS) {
        const may = mayBeOk(disk, doingsOf(since(name)), endedMs - firstReadMs);
        expect(['OK', name, may]).toEqual(['OK', name, true]);
      }
    }
    before = scanned;
  }
  expect(['pending requests', ...(await host.pendingRequests())]).toEqual(['pending requests']);
}

/**
 * Returns the expected conditions of a connector after a long time without a change; 1401 also
 * represents 1402.
 */
function expectedOf(disk: Disk, doing: Doing): readonly string[] {
  const without = WITHOUT.includes(doing);
  if (doing === 'down') return ['1400', ...(isGood(disk) ? (disk.letter === 'X' ? ['12016 X'] : []) : ['12014'])];
  if (!isGood(disk)) return ['12014', ...(doing === 'X' ? ['1403 X'] : [])];
  const own = disk.letter === 'X' ? ['12016 X'] : [];
  if (without) return [...own, '1401'];
  if (doing === disk.letter) return own;
  return [...own, doing === 'X' ? '1403 X' : `1406 ${doing}`];
}

/**
 * Checks that the open conditions are correct after a long time without a change. Conditions that
 * an unreachable server keeps open are ignored.
 */
export function checkQuiet(host: Host): void {
  const open = host.scanned.at(-1)?.outcome.open ?? [];
  const silent = CONNECTORS.filter(([, address]) => host.doings[address].now === 'down').map(([name]) => name);
  for (const [name, address] of CONNECTORS) {
    const expected = expectedOf(host.disk.now, host.doings[address].now);
    // The facts are those of the latest record, while the needs are current.
    const own = open.filter(({ needs }) => needs.includes(`probe:${name}`));
    const keys = own.map(({ needs, ...condition }) => ({
      key: keyOf(condition),
      isKept: silent.some((each) => needs.includes(`probe:${each}`)),
    }));
    const judged = keys.filter(({ key, isKept }) => !isKept || expected.includes(key)).map(({ key }) => key);
    expect([name, judged.toSorted()]).toEqual([name, expected.toSorted()]);
  }
}

function keyOf({ eventId, facts }: Pick<Condition, 'eventId' | 'facts'>): string {
  const isAboutCertificate = [1403, 1406, 12016].includes(eventId);
  return `${eventId === 1402 ? 1401 : eventId}${isAboutCertificate ? ` ${letterOf(facts.thumbprint)}` : ''}`;
}

/** Checks that the latest scan leaves no condition open, and that its status is OK. */
export function checkOkVerdicts(host: Host): void {
  const last = host.scanned.at(-1);
  if (last === undefined) throw new Error('nothing was scanned');
  expect(last.outcome.open.map(keyOf)).toEqual([]);
  expect(statusAfter(last).verdict).toBe('ok');
}
