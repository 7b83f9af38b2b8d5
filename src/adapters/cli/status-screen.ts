import type { Condition } from '../../domain/condition/condition.ts';
import type { EventLevel } from '../../domain/event/event-definition.ts';
import { duration } from '../../domain/event/wording.ts';
import type { Doubt, Explanation, Status, StoreState } from '../../domain/status.ts';
import type { Instant } from '../../domain/time.ts';
import { LEVEL_LABELS } from '../../formats/event/labels.ts';
import type { Rendering } from '../../formats/event/rendering.ts';
import { visible } from '../../formats/visible.ts';
import { conditionText, countOpen } from './condition-text.ts';
import type { Colors } from './invocation.ts';
import type { Session } from './means.ts';
import { presentCells } from './present.ts';
import { textTable } from './text-table.ts';
import type { Words } from './words.ts';
import { wordsOf } from './words-of.ts';
import { localTime } from './written-times.ts';

/** What a screen is made with. */
export interface ScreenMeans {
  readonly rendering: Rendering;
  readonly profile: Session['profile'];
  readonly colors: Colors;
}

/** A level in its colour. */
export function levelCell(level: EventLevel, { rendering, colors }: ScreenMeans): string {
  const label = LEVEL_LABELS[rendering.locale][level];
  if (level === 'Error') return colors.red(label);
  return level === 'Warning' ? colors.yellow(label) : label;
}

function doubtText(doubt: Doubt, words: Words, time: (at: Instant) => string): string {
  if (doubt.kind === 'never-scanned') return words.status.neverScanned;
  if (doubt.kind === 'silent') return words.status.silent(time(doubt.since));
  return words.status.unreadable(visible(doubt.store), doubt.since === undefined ? undefined : time(doubt.since));
}

/** The soonest end of what connectors present. */
function firstEnd(connectors: readonly Explanation[]): Instant | undefined {
  const ends = connectors.flatMap(({ selection }) =>
    selection.kind === 'chosen' ? [selection.chosen.certificate.notAfter] : [],
  );
  return ends.length === 0 ? undefined : Math.min(...ends);
}

function calmText({ connectors, stores, now }: Status, words: Words, rendering: Rendering): string {
  const certificates = stores.reduce((sum, state) => sum + (state.kind === 'read' ? state.certificates : 0), 0);
  const calm = words.status.calm(connectors.length, certificates);
  const end = firstEnd(connectors);
  if (end === undefined || end < now) return calm;
  const left = duration(end - now, rendering.locale);
  return words.status.join([calm, words.status.nothingExpiresBefore(localTime(end, rendering.offsetMinutes), left)]);
}

/** The verdict, and what it stands on. */
function verdictLines(status: Status, { rendering, colors }: ScreenMeans): readonly string[] {
  const words = wordsOf(rendering.locale);
  const time = (at: Instant): string => localTime(at, rendering.offsetMinutes);
  const doubts = status.doubts.map((doubt) => doubtText(doubt, words, time));
  if (status.verdict === 'all-right') {
    return [`${colors.green(words.status.allRight)}   ${calmText(status, words, rendering)}`];
  }
  if (status.verdict === 'not-all-right') {
    const head = `${colors.red(words.status.notAllRight)}   ${words.counts(countOpen(status.open))}`;
    return [head, ...doubts.map((doubt) => `${words.status.notSure}   ${doubt}`)];
  }
  const wellElsewhere = status.doubts.every(({ kind }) => kind === 'unreadable') ? [words.status.restIsWell] : [];
  return [`${colors.yellow(words.status.notSure)}   ${words.status.join([...doubts, ...wellElsewhere])}`];
}

function openRows(open: readonly Condition[], now: Instant, means: ScreenMeans): readonly (readonly string[])[] {
  const { rendering } = means;
  const { column } = wordsOf(rendering.locale);
  if (open.length === 0) return [];
  return [
    [column.since, column.event, '', ''],
    ...open.flatMap((condition) => {
      const { sentence, remedies } = conditionText(condition, rendering, now);
      const since = localTime(condition.raisedAt, rendering.offsetMinutes);
      return [
        [since, String(condition.eventId), levelCell(condition.level, means), sentence],
        ...remedies.map((remedy) => ['', '', '', remedy]),
      ];
    }),
  ];
}

function connectorRows(status: Status, { rendering }: ScreenMeans): readonly (readonly string[])[] {
  const { column } = wordsOf(rendering.locale);
  if (status.connectors.length === 0) return [];
  return [
    [column.connector, column.presents, column.until, column.left],
    ...status.connectors.map((explanation) => {
      const { presents, until, left } = presentCells(explanation, rendering);
      return [visible(explanation.connector.name), presents, until, left];
    }),
  ];
}

/** A store in a few words: how many certificates, or since when it cannot be read. */
function storeText(state: StoreState, status: Status, words: Words, time: (at: Instant) => string): string {
  const name = visible(state.store.name);
  if (state.kind === 'unreadable') {
    const doubt = status.doubts.find((doubt) => doubt.kind === 'unreadable' && doubt.store === state.store.name);
    const since = doubt?.kind === 'unreadable' && doubt.since !== undefined ? time(doubt.since) : undefined;
    return words.status.storeUnreadable(name, since, state.problem.reason);
  }
  const problems = state.problems.length > 0 ? ` ${words.status.storeProblems(state.problems.length)}` : '';
  return `${name} ${state.certificates}${problems}`;
}

function footRows(status: Status, { rendering, profile }: ScreenMeans): readonly (readonly string[])[] {
  const words = wordsOf(rendering.locale);
  const time = (at: Instant): string => localTime(at, rendering.offsetMinutes);
  const { daemon } = status;
  const stores = status.stores.map((state) => storeText(state, status, words, time)).join('   ');
  const parts =
    daemon === undefined
      ? [words.status.noDaemon]
      : [
          words.status.scanned(time(daemon.endedAt)),
          ...(daemon.nextAt === undefined ? [] : [words.status.next(time(daemon.nextAt))]),
          words.status.records(daemon.records),
        ];
  return [
    [words.status.stores, stores === '' ? words.none : stores],
    [words.status.daemon, words.status.join([...parts, profile])],
  ];
}

/** Is everything all right? One screen. */
export function statusScreen(status: Status, means: ScreenMeans): string {
  const { offsetMinutes } = means.rendering;
  const head = ` ${visible(status.computer)}   ${localTime(status.now, offsetMinutes)}\n`;
  const verdict = verdictLines(status, means)
    .map((line) => ` ${line}\n`)
    .join('');
  return [
    head,
    verdict,
    textTable(openRows(status.open, status.now, means)),
    textTable(connectorRows(status, means)),
    textTable(footRows(status, means)),
  ]
    .filter((part) => part !== '')
    .join('\n');
}
