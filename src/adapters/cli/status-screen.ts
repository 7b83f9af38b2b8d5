import { duration } from '../../domain/event/wording.ts';
import type { OutputHealth } from '../../domain/output-health.ts';
import type { Explanation, Status, StoreState } from '../../domain/status.ts';
import type { Instant } from '../../domain/time.ts';
import type { Rendering } from '../../formats/event/rendering.ts';
import { visible } from '../../formats/visible.ts';
import { conditionTable } from './condition-table.ts';
import { countOpen } from './condition-text.ts';
import { connectorTable } from './connector-table.ts';
import { doubtText } from './doubt-text.ts';
import type { ScreenMeans } from './screen-means.ts';
import { servedEnds } from './served-text.ts';
import { textTable } from './text-table.ts';
import { toldLine } from './told-line.ts';
import type { Words } from './words.ts';
import { wordsOf } from './words-of.ts';
import { localTime } from './written-times.ts';

/** The soonest end of what connectors present, and are seen to. */
function firstEnd(connectors: readonly Explanation[]): Instant | undefined {
  const ends = connectors.flatMap((explanation) => {
    const { selection } = explanation;
    return [
      ...(selection.kind === 'chosen' ? [selection.chosen.certificate.notAfter] : []),
      ...servedEnds(explanation),
    ];
  });
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
  const doubts = status.doubts.map((doubt) => doubtText(doubt, rendering));
  if (status.verdict === 'all-right') {
    return [`${colors.green(words.status.allRight)}   ${calmText(status, words, rendering)}`];
  }
  if (status.verdict === 'not-all-right') {
    const head = `${colors.red(words.status.notAllRight)}   ${words.counts(countOpen(status.open, status.silenced))}`;
    return [head, ...doubts.map((doubt) => `${words.status.notSure}   ${doubt}`)];
  }
  const wellElsewhere = status.doubts.every(({ kind }) => ['unreadable', 'untold', 'unwritten'].includes(kind))
    ? [words.status.restIsWell]
    : [];
  return [`${colors.yellow(words.status.notSure)}   ${words.status.join([...doubts, ...wellElsewhere])}`];
}

/** A store in a few words: how many certificates, or since when it cannot be read. */
function storeText(state: StoreState, status: Status, words: Words, time: (at: Instant) => string): string {
  const name = visible(state.store.name);
  if (state.kind === 'unreadable') {
    const doubt = status.doubts.find((doubt) => doubt.kind === 'unreadable' && doubt.store === state.store.name);
    const since = doubt?.kind === 'unreadable' && doubt.since !== undefined ? time(doubt.since) : undefined;
    return words.status.storeUnreadable(name, since, state.problem.reason);
  }
  const seen = state.seenByDaemonAt === undefined ? '' : ` ${words.status.seenByDaemon(time(state.seenByDaemonAt))}`;
  const problems = state.problems.length > 0 ? ` ${words.status.storeProblems(state.problems.length)}` : '';
  const unmade = state.isUnmade ? ` ${words.status.unmade}` : '';
  const doubted = state.doubtedSince === undefined ? '' : ` ${words.status.storeDoubted(time(state.doubtedSince))}`;
  return `${name} ${state.certificates}${problems}${seen}${unmade}${doubted}`;
}

/** Who was told when, and who could not be. */
function toldText({ notifiers, now }: Status, means: ScreenMeans): string {
  const words = wordsOf(means.rendering.locale);
  return notifiers.length === 0 ? words.status.nobody : notifiers.map((each) => toldLine(each, now, means)).join('   ');
}

/** A log output that fails; nothing of one that does not. */
function outputText({ output, waiting, failing }: OutputHealth, { rendering, colors }: ScreenMeans): readonly string[] {
  if (failing === undefined) return [];
  const { status } = wordsOf(rendering.locale);
  const since = localTime(failing.since, rendering.offsetMinutes);
  return [colors.yellow(`${visible(output)}: ${status.outputFails(since, failing.reason, waiting)}`)];
}

function footRows(status: Status, means: ScreenMeans): readonly (readonly string[])[] {
  const { rendering, profile } = means;
  const words = wordsOf(rendering.locale);
  const time = (at: Instant): string => localTime(at, rendering.offsetMinutes);
  const { daemon } = status;
  const stores = status.stores.map((state) => storeText(state, status, words, time)).join('   ');
  const failing = status.outputs.flatMap((each) => outputText(each, means));
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
    [words.status.told, toldText(status, means)],
    ...(failing.length === 0 ? [] : [[words.status.logs, failing.join('   ')]]),
    [words.status.daemon, words.status.join([...parts, profile])],
  ];
}

/** Is everything all right? One screen. */
export function statusScreen(status: Status, means: ScreenMeans): string {
  const { offsetMinutes } = means.rendering;
  const head = `${visible(status.computer)}   ${localTime(status.now, offsetMinutes)}\n`;
  const verdict = verdictLines(status, means)
    .map((line) => `${line}\n`)
    .join('');
  return [
    head,
    verdict,
    conditionTable(status.open, status.silenced, status.now, means),
    connectorTable(status.connectors, 'few', means),
    textTable(footRows(status, means)),
  ]
    .filter((part) => part !== '')
    .join('\n');
}
