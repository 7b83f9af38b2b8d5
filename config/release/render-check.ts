import type { CheckResult } from './check-result.ts';

/** More problems of one check are only counted. */
const MAX_PROBLEMS = 20;

/** Returns one line for a check, and below it its problems and the next step. */
export function renderCheck(name: string, result: CheckResult): string {
  const head = `${name.padEnd(13)} ${result.status.padEnd(8)}`;
  if (result.status === 'ok') return `${head} ${result.checked}\n`;
  const { problems, next } = result;
  const more = problems.length - MAX_PROBLEMS;
  return [
    `${head} ${problems.length === 1 ? '1 problem' : `${problems.length} problems`}`,
    ...problems.slice(0, MAX_PROBLEMS).map((problem) => `  - ${problem}`),
    ...(more > 0 ? [`  - and ${more} more`] : []),
    `  Next: ${next}`,
    '',
  ].join('\n');
}
