import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHAPTERS } from '../domain/rows/all-rows.ts';
import { renderNamesPage } from './names-page.ts';
import { ROWS_ELSEWHERE } from './rows-elsewhere.ts';
import { renderSelectionPage } from './selection-page.ts';

const REPOSITORY = resolve(import.meta.dirname, '../..');
const PAGE = resolve(REPOSITORY, 'docs/dev/selection.md');
const NAMES_PAGE = resolve(import.meta.dirname, '../../docs/dev/names.md');

/**
 * True if the page is to be updated: after a change of the rows, run `UPDATE_DOCUMENTS=1 npx vitest
 * run test/house/documents-selection.test.ts`.
 */
const isUpdating = process.env['UPDATE_DOCUMENTS'] === '1';

describe('docs/dev/selection.md', () => {
  const today = renderSelectionPage(CHAPTERS);

  it('is up to date with the rows', () => {
    if (isUpdating) writeFileSync(PAGE, today);
    expect(readFileSync(PAGE, 'utf8')).toBe(today);
  });

  it('has every row, with its choices and the events of both profiles', () => {
    for (const { rows } of CHAPTERS) {
      for (const { row, title, choices, both, only2007, only2019 } of rows) {
        const section = today.split(`\n### ${row} · ${title}\n`)[1]?.split('\n### ')[0];
        const said = [...choices, ...(both ?? []), ...(only2007 ?? []), ...(only2019 ?? [])];
        for (const each of said) expect(section).toContain(each);
      }
    }
  });

  it('has each of the 81 numbers of the design, or names the test that shows it', () => {
    const here = CHAPTERS.flatMap(({ rows }) => rows.map(({ row }) => row));
    const numbers = Array.from({ length: 81 }, (_, index) => index + 1);
    const missing = numbers.filter((number) => !here.includes(String(number)));
    expect(missing).toEqual(ROWS_ELSEWHERE.map(({ row }) => row));
  });

  it.each(ROWS_ELSEWHERE)('names the right test for row $row: $test', ({ row, test }) => {
    const titles = readFileSync(resolve(REPOSITORY, test), 'utf8').match(/['`]rows? \d[^:]*:/g) ?? [];
    expect(titles.flatMap((title) => title.match(/\d+/g) ?? [])).toContain(String(row));
  });

  it('has the events of each row under both profiles', () => {
    const rows = CHAPTERS.flatMap(({ rows }) => rows).flatMap((row) => [row, ...(row.later ?? [])]);
    const open = rows.filter(
      ({ both, only2007, only2019 }) => (both === undefined) === (only2007 === undefined || only2019 === undefined),
    );
    expect(open).toEqual([]);
  });
});

describe('docs/dev/names.md', () => {
  it('is up to date with the rows', () => {
    const today = renderNamesPage();
    if (isUpdating) writeFileSync(NAMES_PAGE, today);
    expect(readFileSync(NAMES_PAGE, 'utf8')).toBe(today);
  });
});
