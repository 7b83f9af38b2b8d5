import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { needs, needsRoot } from '../peers/needs.ts';
import { followQuickStart } from './quick-start-host.ts';

const REPOSITORY = resolve(import.meta.dirname, '../..');
const PAGES = {
  en: ['README.md', 'docs/tutorial/postfix-and-certbot.md'],
  ja: ['README.ja.md', 'docs/ja/tutorial/postfix-and-certbot.md'],
} as const;
const read = (path: string): string => readFileSync(resolve(REPOSITORY, path), 'utf8');

/** A command line in a page, and the lines that it prints. */
interface Screen {
  readonly command: string;
  readonly lines: readonly string[];
}

/** Returns the screens of a page in order, without `sudo`, `--locale ja` and comments. */
function screensOf(page: string): readonly Screen[] {
  const blocks = [...page.matchAll(/```console\n([\s\S]*?)```/g)].map(([, block]) => block ?? '');
  return blocks.flatMap((block) => {
    // The prompt of the block. A later line `$ …` is output if the prompt is `# `.
    const prompt = block.slice(0, 2);
    return block.split(new RegExp(`^\\${prompt}`, 'm')).flatMap((part) => {
      const [command = '', ...lines] = part.trimEnd().split('\n');
      const words = command
        .replace(/ {2,}#.*$/, '')
        .replaceAll('sudo ', '')
        .replaceAll(' --locale ja', '')
        .split(' && ');
      // The lines of two commands in one line are compared together.
      return command === '' ? [] : [{ command: words.join(' && '), lines: lines.filter((line) => line !== '') }];
    });
  });
}

/** Replaces what differs from host to host: times, durations, thumbprints, numbers of records. */
function normalized(line: string): string {
  return line
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00/g, 'TIME')
    .replaceAll(/\d+ (?:ms|[dhms]|日|時間|分|秒|ミリ秒)\b|\d+ (?:日|時間|分|秒|ミリ秒)/g, 'DURATION')
    .replaceAll(/DURATION DURATION/g, 'DURATION')
    .replaceAll(/\b[0-9A-F]{7,}\b/g, 'NUMBER')
    .replaceAll(/(?<=#|master\.cf:)\d+/g, 'N')
    .replaceAll(/ {2,}/g, '  ')
    .trimEnd();
}

/** Returns the printed lines of a command of a page; `undefined` if the test does not run it. */
function printedBy(command: string, printed: ReadonlyMap<string, string>, isSecond: boolean): string | undefined {
  const each = command.split(' && ').map((part) => printed.get(isSecond ? `${part}, again` : part));
  return each.includes(undefined) ? undefined : each.join('');
}

describe.runIf([needsRoot(), needs('postfix', 'namespaces')].every(Boolean)).each(['en', 'ja'] as const)(
  'the screens of the quick start (%s)',
  (locale) => {
    let printed: ReadonlyMap<string, string>;

    beforeAll(async () => {
      const [, notifiers = ''] = /```yaml\n(notifiers:\n[\s\S]*?)```/.exec(read(PAGES[locale][1])) ?? [];
      printed = await followQuickStart(locale, notifiers);
    }, 240_000);

    it.each(PAGES[locale].filter((path) => existsSync(resolve(REPOSITORY, path))))('are up to date in %s', (path) => {
      const seen = new Set<string>();
      const compared = screensOf(read(path)).flatMap(({ command, lines }) => {
        const text = printedBy(command, printed, seen.has(command));
        seen.add(command);
        if (text === undefined) return [];
        const expected = text.split('\n').filter((line) => line !== '');
        const omits = lines.includes('…');
        const shown = lines.filter((line) => line !== '…').map(normalized);
        const actual = expected.map(normalized).filter((line) => !omits || shown.includes(line));
        expect(shown.toSorted(), command).toEqual(actual.toSorted());
        return [command];
      });
      expect(compared.length).toBeGreaterThanOrEqual(5);
    });
  },
);
