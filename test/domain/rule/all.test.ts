import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { ALL_RULES } from '../../../src/domain/rule/all.ts';

/** The files in the directory that are not rules. */
const OTHERS: ReadonlySet<string> = new Set(['all.ts', 'evaluate.ts', 'rule.ts']);

test('every file of the directory of rules exports one rule, which is in the list of all rules', async () => {
  const directory = resolve(import.meta.dirname, '../../../src/domain/rule');
  const files = readdirSync(directory).filter((file) => !OTHERS.has(file));
  const exported: unknown[] = [];
  for (const file of files) exported.push(...Object.values<unknown>(await import(resolve(directory, file))));
  expect(exported.length).toBe(files.length);
  expect(new Set(exported)).toEqual(new Set(ALL_RULES));
  expect(ALL_RULES.length).toBe(files.length);
});
