import { expect, test } from 'vitest';
import { servedAddressesDiffer } from '../../../src/domain/event/catalog/served-addresses-differ.ts';
import type { ProbedAddress } from '../../../src/domain/event/data/probe-data.ts';
import { eventLines } from './event-lines.ts';

const WORDING = { locale: 'en', offsetMinutes: () => 0 } as const;
const [A, B]: readonly ProbedAddress[] = [
  { address: '192.0.2.25', thumbprint: 'A' },
  { address: '192.0.2.25', thumbprint: 'B' },
];
const OTHER: ProbedAddress = { address: '192.0.2.26', thumbprint: 'B' };

test.each([
  ['several addresses', [A, OTHER], 'serve different certificates.', 'アドレスごとに'],
  ['one address of a name', [A, B], 'serves different certificates in turn.', '同じアドレスで'],
  ['the probed address', undefined, 'serves different certificates in turn.', '同じアドレスで'],
])('1408 names the servers that differ: %s', (_, addresses, english, japanese) => {
  const known = addresses?.flatMap((each) => each ?? []);
  const facts = { direction: 'receive', ...(known === undefined ? {} : { addresses: known }) } as const;
  const content = { parameters: ['Edge', 'smtp://mail.contoso.com:25'], facts };
  expect(eventLines(servedAddressesDiffer, content, WORDING)[0]).toContain(english);
  expect(eventLines(servedAddressesDiffer, content, { ...WORDING, locale: 'ja' })[0]).toContain(japanese);
});
