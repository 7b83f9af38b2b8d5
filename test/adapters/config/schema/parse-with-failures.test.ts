import { expect, test } from 'vitest';
import * as z from 'zod';
import { DescribedFailures } from '../../../../src/adapters/config/schema/described-failures.ts';
import { parseWithFailures } from '../../../../src/adapters/config/schema/parse-with-failures.ts';
import { CONFIGURATION_FAILURES } from '../../../../src/domain/failure/configuration-failures.ts';

const FAILURE = CONFIGURATION_FAILURES.program_empty;

test('returns the value of a valid input', () => {
  expect(parseWithFailures(z.strictObject({ limit: z.int() }), { limit: 3 })).toEqual({
    value: { limit: 3 },
    issues: [],
  });
});

test.each([
  ['a schema', z.string({ error: () => new DescribedFailures(FAILURE) }), 3],
  ['a check', z.string().refine(() => false, { error: () => new DescribedFailures(FAILURE) }), 'x'],
  ['the schema of a check', z.string({ error: () => new DescribedFailures(FAILURE) }).min(3), 'x'],
  [
    'a custom issue',
    z.string().transform((text, context) => {
      context.issues.push({ code: 'custom', params: { error: new DescribedFailures(FAILURE) }, input: text });
      return z.NEVER;
    }),
    'x',
  ],
])('returns the failure of %s', (_name, schema, input) => {
  expect(parseWithFailures<unknown>(z.strictObject({ key: schema }), { key: input })).toEqual({
    value: undefined,
    issues: [{ code: expect.any(String), path: ['key'], unknownKeys: [], failures: [FAILURE] }],
  });
});

test('describes each unknown key', () => {
  const { issues } = parseWithFailures(z.strictObject({ path: z.string() }), { path: '/x', pat: 1, other: 2 });
  expect(issues.map(({ unknownKeys, failures }) => [unknownKeys, failures.map(({ code }) => code)])).toEqual([
    [
      ['pat', 'other'],
      ['key_misspelled', 'key_unknown'],
    ],
  ]);
});

test.each([
  ['a schema', z.string('plain message'), 3],
  ['a check', z.string().min(3, 'plain message'), 'x'],
  ['a refinement', z.string().refine(() => false, 'plain message'), 'x'],
  ['a message like JSON', z.string().refine(() => false, '[]'), 'x'],
  [
    'a custom issue',
    z.string().transform((text, context) => {
      context.issues.push({ code: 'custom', message: 'plain message', input: text });
      return z.NEVER;
    }),
    'x',
  ],
])('describes an issue with a plain message of %s', (_name, schema, input) => {
  const { issues } = parseWithFailures<unknown>(z.strictObject({ key: schema }), { key: input });
  expect(issues.map(({ failures }) => failures.length)).toEqual([1]);
  expect(issues[0]?.failures[0]?.arguments).toMatchObject({ key: 'key' });
});
