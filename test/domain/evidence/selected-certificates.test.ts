import { expect, test } from 'vitest';
import type { Assessment } from '../../../src/domain/assessment/assess.ts';
import { selectedCertificates } from '../../../src/domain/evidence/selected-certificates.ts';
import type { Selection } from '../../../src/domain/selection/selection.ts';
import { connector, NOON, stored } from '../world.ts';

const OURS = stored('A', { dnsNames: ['mail.contoso.com'] });

const chosen = (lastSeen: number | undefined): Selection => ({
  kind: 'chosen',
  name: { value: 'mail.contoso.com', from: 'connector' },
  chosen: OURS,
  match: 'exact',
  rejected: [],
  lastSeen,
  isProvisional: false,
});

test.each([
  ['read', [undefined, NOON], undefined],
  ['read', [NOON, undefined], undefined],
  ['last seen', [NOON, NOON], NOON],
])('a certificate in two places is %s if their last reads are %j', (_, times, expected) => {
  const selections = times.map((lastSeen, index) => ({
    connector: connector(`Connector ${index}`, 'mail.contoso.com'),
    selection: chosen(lastSeen),
  }));
  const selected = selectedCertificates({ selections } as unknown as Assessment);
  expect(selected.map(({ lastSeen }) => lastSeen)).toEqual([expected]);
});
