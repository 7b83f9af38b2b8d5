import { expect, test } from 'vitest';
import { parseConfiguration } from '../../../../src/adapters/config/read/parse-configuration.ts';
import { linesOf } from '../mail01.ts';

const environment = {
  hostnameFile: 'mail01.contoso.com',
  kernelHostname: 'mail01',
  canonicalName: undefined,
  stateDirectory: '/var/lib/mailcertd',
  locale: 'en' as const,
  eventIds: [],
};

function errorsOf(unknownKeys: number): readonly string[] {
  const text = Array.from({ length: unknownKeys }, (_, index) => `unknown${index}: 1\n`).join('');
  const parsed = parseConfiguration(text, '/etc/mailcertd/mailcertd.yaml', environment);
  return parsed.kind === 'invalid' ? linesOf(parsed.errors) : [];
}

test('a hundred errors are listed, and of more the first hundred and their number', () => {
  expect(errorsOf(100)).toHaveLength(100);
  const many = errorsOf(3000);
  expect(many).toHaveLength(101);
  expect(many.at(-1)).toBe('101:1: and 2900 more errors; 3000 in total');
  expect(errorsOf(101).at(-1)).toBe('101:1: and 1 more error; 101 in total');
});
