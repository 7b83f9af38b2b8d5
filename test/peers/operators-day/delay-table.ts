import type { CaseResult } from './run-case.ts';

function seconds(all: readonly number[]): string {
  const sorted = [...all].sort((a, b) => a - b);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined) return '–';
  const middle = sorted[Math.floor(sorted.length / 2)] ?? least;
  return [least, middle, most].map((ms) => (ms / 1000).toFixed(1)).join(' / ');
}

/**
 * Renders the measured delays as a Markdown table: least, median and most, in seconds, by problem
 * and event.
 */
export function delayTable(results: readonly CaseResult[]): string {
  const rows = [...new Set(results.map(({ failure }) => failure))].flatMap((failure) => {
    const own = results.filter((each) => each.failure === failure);
    const ids = [...new Set(own.flatMap(({ events }) => events.map(({ eventId }) => eventId)))];
    return ids.map((id) => {
      const events = own.flatMap((each) => each.events.filter(({ eventId }) => eventId === id));
      const cleared = events.flatMap(({ clearedAfterMs }) => clearedAfterMs ?? []);
      const raised = events.map(({ raisedAfterMs }) => raisedAfterMs);
      return `| ${failure.title} | ${id} | ${events.length} | ${seconds(raised)} | ${seconds(cleared)} |`;
    });
  });
  return ['| failure | event | cases | raised after, s | cleared after, s |', '|---|---|---|---|---|', ...rows].join(
    '\n',
  );
}

/** Returns the errors, one line each, with the log. */
export function wrongOf(results: readonly CaseResult[]): readonly string[] {
  return results.flatMap(({ failure, kind, isReloaded, order, wrong, timeline }) =>
    wrong.map((line) => {
      const variant = `${failure.title}, ${kind}, ${isReloaded ? 'reloaded' : 'not reloaded'}, ${order}`;
      return `${variant}: ${line} [${timeline.join('; ')}]`;
    }),
  );
}
