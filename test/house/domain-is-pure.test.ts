import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Impurity, impurities } from './impurities.ts';

const source = resolve(import.meta.dirname, '../../src');

/** Returns the impurities in a layer, each as `file:line kind text`. */
async function impuritiesOf(floor: string, kinds: readonly Impurity['kind'][]): Promise<readonly string[]> {
  const names = (await readdir(join(source, floor), { recursive: true })).filter((name) => name.endsWith('.ts'));
  expect(names.length).toBeGreaterThan(0);
  const found: string[] = [];
  for (const name of names) {
    for (const { line, kind, text } of impurities(await readFile(join(source, floor, name), 'utf8'))) {
      if (kinds.includes(kind)) found.push(`${floor}/${name}:${line} ${kind} ${text}`);
    }
  }
  return found;
}

test('the domain has no clock, no randomness, no I/O and no import from outside', async () => {
  expect(await impuritiesOf('domain', ['clock', 'dice', 'world', 'import'])).toEqual([]);
});

test('the formats have no clock', async () => {
  expect(await impuritiesOf('formats', ['clock'])).toEqual([]);
});

test('work has no clock except the one that it is given', async () => {
  const found = await impuritiesOf('work', ['clock']);
  // A timer is no clock: work may wait, but not read the time.
  expect(found.filter((line) => !/ set(Timeout|Interval|Immediate)$/.test(line))).toEqual([]);
});

describe('the purity check', () => {
  test.each<readonly [string, readonly Impurity['kind'][]]>([
    ['const now = Date.now();', ['clock']],
    ['const now = new Date();', ['clock']],
    ['const now = new Date;', ['clock']],
    ['const now = Date();', ['clock']],
    ['const now = performance.now();', ['clock']],
    ['setTimeout(run, 5);', ['clock']],
    ['const tick = Date.now;', ['clock']],
    ['const n = Math.random();', ['dice']],
    ['const id = crypto.randomUUID();', ['world']],
    ['const home = process.env.HOME;', ['world']],
    ['const hour = date.getHours();', ['world']],
    ['const text = date.toLocaleString();', ['world']],
    ["import { readFile } from 'node:fs/promises';", ['import']],
    ["import type { X } from 'zod';", ['import']],
    ["const fs = await import('node:fs');", ['import']],
  ])('finds %s', (text, kinds) => {
    expect(impurities(text).map(({ kind }) => kind)).toEqual(kinds);
  });

  test.each([
    'const date = new Date(0);',
    'const at = Date.UTC(2026, 0, 1);',
    'const hour = date.getUTCHours();',
    '// Date.now() is not here',
    "const text = 'Date.now()';",
    'const id = record.process;',
    'const row = { process: 1 };',
    "import { time } from './time.ts';",
  ])('accepts %s', (text) => {
    expect(impurities(text)).toEqual([]);
  });
});
