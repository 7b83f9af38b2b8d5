import { isConnectorFile } from '../../../domain/connector/certificate-file.ts';
import { reasonTextOrCode } from '../../../domain/failure/reason-text.ts';
import { countPaths } from '../../../domain/status/count-paths.ts';
import type { Status, StoreState } from '../../../domain/status/status.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { CHECK_PHRASES } from '../text/check-phrases.ts';
import { STATUS_PHRASES } from '../text/status-phrases.ts';
import { TABLE_PHRASES } from '../text/table-phrases.ts';
import { localTime } from '../text/written-times.ts';
import type { Cell } from './text-table.ts';

/** The maximum number of named stores, those with problems first; the others are counted. */
const MAX_NAMED_STORES = 10;

/** Returns a text for each named store, and one for the files of connectors together. */
export function storeTexts(status: Status, context: ScreenContext): readonly Cell[] {
  const checkTexts = inLanguage(CHECK_PHRASES, context.rendering.locale);
  const tableTexts = inLanguage(TABLE_PHRASES, context.rendering.locale);
  const fileStores = status.stores.filter(({ store }) => isConnectorFile(store.name));
  const stores = status.stores.filter(({ store }) => !isConnectorFile(store.name));
  const sorted =
    stores.length <= MAX_NAMED_STORES
      ? stores
      : [...stores].sort((a, b) => Number(hasProblems(b)) - Number(hasProblems(a)));
  const namedStores = sorted.slice(0, MAX_NAMED_STORES).map((state) => storeText(state, status, context));
  const more = sorted.length > MAX_NAMED_STORES ? [checkTexts.andOthers(sorted.length - MAX_NAMED_STORES)] : [];
  const parts = [...namedStores, ...more, ...filesText(fileStores, context)];
  return parts.length === 0 ? [tableTexts.none] : parts;
}

/** Returns whether a store is unreadable, has unreadable files, or is unexpectedly empty. */
function hasProblems(state: StoreState): boolean {
  return state.kind === 'unreadable' || state.problems.length > 0 || state.unconfirmedSince !== undefined;
}

/** Returns a store with its number of certificates and problems, or since when it is unreadable. */
function storeText(state: StoreState, { issues }: Status, { rendering }: ScreenContext): string {
  const words = inLanguage(STATUS_PHRASES, rendering.locale);
  const time = (at: number): string => localTime(at, rendering.offsetMinutes);
  const name = visible(state.store.name);
  if (state.kind === 'unreadable') {
    const issue = issues.find((candidate) => candidate.kind === 'unreadable' && candidate.store === state.store.name);
    const since = issue?.kind === 'unreadable' && issue.since !== undefined ? time(issue.since) : undefined;
    return words.storeUnreadable(name, since, reasonTextOrCode(state.problem.reason, rendering.locale));
  }
  const scanTime = state.seenByDaemonAt === undefined ? '' : ` ${words.scannedByDaemon(time(state.seenByDaemonAt))}`;
  const problems = state.problems.length > 0 ? ` ${words.storeProblems(state.problems.length)}` : '';
  const notCreated = state.isUnmade ? ` ${words.createdAtFirstStart}` : '';
  const unconfirmed =
    state.unconfirmedSince === undefined ? '' : ` ${words.storeUnconfirmed(time(state.unconfirmedSince))}`;
  return `${name} ${state.certificates}${problems}${scanTime}${notCreated}${unconfirmed}`;
}

/**
 * Returns the number of files that connectors use, with problems and the command that lists them;
 * empty if there are none.
 */
function filesText(states: readonly StoreState[], { rendering, command }: ScreenContext): readonly Cell[] {
  if (states.length === 0) return [];
  const words = inLanguage(STATUS_PHRASES, rendering.locale);
  const unreadable = countPaths(states.filter(({ kind }) => kind === 'unreadable'));
  const read = states.flatMap((state) => (state.kind === 'read' ? [state] : []));
  const problems = read.reduce((sum, state) => sum + state.problems.length, 0);
  const times = read.flatMap(({ seenByDaemonAt }) => seenByDaemonAt ?? []);
  const remarks = [
    ...(unreadable > 0 ? [words.filesUnreadable(unreadable)] : []),
    ...(problems > 0 ? [words.storeProblems(problems)] : []),
    ...(times.length > 0 ? [words.scannedByDaemon(localTime(Math.min(...times), rendering.offsetMinutes))] : []),
  ];
  const files = [words.filesOfConnectors(countPaths(states)), ...remarks].join(' ');
  const listCommand = shellWords([...command, 'connectors', 'explain']);
  return [{ text: `${files}: ${listCommand}`, commands: [listCommand] }];
}
