import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { escapeRoff } from '../../config/man/escape-roff.ts';
import { manualPages } from '../../config/man/manual-pages.ts';
import { RoffPage } from '../../config/man/roff-page.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needs } from '../peers/needs.ts';

const repository = resolve(import.meta.dirname, '../..');
const TITLE = { section: 1, date: '2026-11-30', version: '1.2.3' } as const;
const pages = manualPages({ repository, ...TITLE });
const paths = [...pages.keys()];

/** Characters that roff could read as requests, escapes or arguments; longer than the indent of a term. */
const HOSTILE = [
  ".SH 'text'",
  "'br is text",
  '\\fBbold\\fR \\n(.l \\*(rs',
  '--a-b "c" `d` ^e~ \\',
  '. is text',
  '...and 100 % of #1 \\" no comment',
];

/** Returns everything that a program prints, with its exit code if it is not 0. */
function printed(program: string, ...parameters: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(program, parameters, {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
  return `${stdout}${stderr}${status === 0 ? '' : `exit code ${status}`}`;
}

describe('the manual pages', () => {
  const directory = temporaryDirectory();
  beforeAll(() => {
    for (const [path, text] of pages) {
      mkdirSync(dirname(directory.at(path)), { recursive: true });
      writeFileSync(directory.at(path), text);
    }
  });
  afterAll(() => directory[Symbol.dispose]());

  it.runIf(needs('mandoc')).each(paths)('mandoc finds nothing to warn about in %s', (path) => {
    expect(printed('mandoc', '-T', 'lint', '-W', 'warning', directory.at(path))).toBe('');
  });

  it.runIf(needs('groff')).each(paths)('groff formats %s without a warning', (path) => {
    expect(printed('groff', '-ww', '-man', '-Tutf8', '-Kutf8', '-z', directory.at(path))).toBe('');
    if (!path.startsWith('ja/')) expect(printed('groff', '-ww', '-man', '-Tutf8', '-z', directory.at(path))).toBe('');
  });

  it.runIf(needs('groff')).each(paths)('%s fits a terminal of 80 columns, except commands and examples', (path) => {
    const text = execFileSync('groff', ['-man', '-Tutf8', '-Kutf8', '-P-cbou', directory.at(path)], {
      encoding: 'utf8',
    });
    const isCode = (line: string): boolean => /^ {11}/.test(line) || /^ {7}mailcertd /.test(line);
    expect(text.split('\n').filter((line) => [...line].length > 80 && !isCode(line))).toEqual([]);
  });

  it.runIf(needs('man')).each(paths)('apropos finds %s by its name and description', (path) => {
    const [name = ''] = (path.split('/').at(-1) ?? '').split(/\.\d$/);
    const [, , , entry = ''] = /^(.*?): ("(.*)")$/m.exec(printed('lexgrog', directory.at(path))) ?? [];
    expect(entry.startsWith(`${name} - `)).toBe(true);
    expect(entry).not.toMatch(/[\\]/);
  });

  it.runIf(needs('mandoc', 'groff'))('hostile characters are printed as they are', () => {
    const page = new RoffPage({ ...TITLE, name: 'hostile', locale: 'en' });
    page.name('NAME', 'hostile', 'characters');
    page.heading('DESCRIPTION');
    for (const text of HOSTILE) {
      page.paragraph(escapeRoff(text));
      page.bullet(escapeRoff(text));
      page.term(escapeRoff(text), [escapeRoff(text), escapeRoff(text)]);
      page.code([escapeRoff(text)]);
    }
    const file = join(directory.path, 'hostile.1');
    writeFileSync(file, page.toString());
    expect(printed('mandoc', '-T', 'lint', '-W', 'warning', file)).toBe('');
    expect(printed('groff', '-ww', '-man', '-Tutf8', '-z', file)).toBe('');
    const byMandoc = execFileSync('sh', ['-c', 'mandoc -T ascii "$0" | col -b', file], { encoding: 'utf8' });
    const byGroff = printed('groff', '-man', '-Tascii', '-P-cbou', file);
    for (const text of HOSTILE) {
      for (const output of [byMandoc, byGroff]) {
        const lines = output.split('\n').filter((line) => line.endsWith(` ${text}`));
        expect([text, lines.length]).toEqual([text, 6]);
      }
    }
  });
});
