import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tableLines, textTable } from '../../../../src/adapters/cli/screens/text-table.ts';
import { terminalWidth } from '../../../../src/formats/terminal/terminal-width.ts';

it('a text table of no rows is empty', () => {
  expect(textTable([])).toBe('');
});

it('a text table has columns as wide as their widest cell, by terminal width, and no trailing spaces', () => {
  const rows = [
    ['拇印', '名前', 'file'],
    ['77C0A913', '\x1b[31mé\x1b[39m', ''],
    ['', 'b'],
  ];
  expect(textTable(rows)).toBe(['拇印      名前  file', '77C0A913  \x1b[31mé\x1b[39m', '          b', ''].join('\n'));
});

it('a text table starts each cell in the same column of the screen', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '-', 'é', '証', 'ｶ', '🔒', 'e\u0301'), minLength: 1 });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1 }), (rows) => {
      const lines = textTable(rows).split('\n');
      const [first = 0, second = 0] = [0, 1].map((column) =>
        Math.max(...rows.map((row) => terminalWidth(row[column] ?? ''))),
      );
      for (const [at, [, middle, last]] of rows.entries()) {
        const line = lines[at] ?? '';
        expect(terminalWidth(line.slice(0, line.length - last.length))).toBe(first + second + 4);
        expect(line.endsWith(last)).toBe(true);
        expect(line.includes(`  ${middle}`)).toBe(true);
      }
    }),
  );
});

/**
 * Returns how often the cells of a table with this many rows are read. This measure of work does
 * not depend on other processes.
 */
function readsOf(size: number): number {
  let reads = 0;
  const row = new Proxy(['77C0A913', 'mail.contoso.com', '/store/a.pem'], {
    get: (target, key, receiver) => {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads += 1;
      return Reflect.get(target, key, receiver);
    },
  });
  for (const line of tableLines(() => Array.from({ length: size }, () => row))) expect(line.endsWith('\n')).toBe(true);
  return reads;
}

it('a text table takes work in proportion to its rows', () => {
  expect(readsOf(4000)).toBeLessThanOrEqual(4.1 * readsOf(1000));
});
