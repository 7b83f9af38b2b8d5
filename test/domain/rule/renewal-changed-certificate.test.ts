import { expect, test } from 'vitest';
import { HOUR } from '../../../src/domain/time.ts';
import { CALM, connector, Life, NOON, stored } from '../world.ts';

test('a renewal that loses a name names only connectors that use the file, or select from stores', () => {
  const [lostNames, kept] = ['autodiscover.contoso.com', 'mail.contoso.com'];
  const file = '/etc/ssl/mail.pem';
  const before = stored('P', { dnsNames: [kept, lostNames], file });
  const after = { ...stored('Q', { dnsNames: [kept], file, writtenAt: NOON + HOUR }), location: before.location };
  const others = Array.from({ length: 21 }, (_, at) => `/etc/ssl/other-${at}.pem`);
  const connectors = [
    connector('Uses it', lostNames, { certificateFiles: [file] }),
    ...others.map((other, at) => connector(`Other ${at}`, lostNames, { certificateFiles: [other] })),
    connector('Selects', lostNames),
  ];
  const unaffected = others.map((other, at) => stored(`O${at}`, { dnsNames: [lostNames], file: other }));
  const life = new Life();
  life.pass({ ...CALM, connectors, certificates: [before, ...unaffected] });
  const records = life.pass({ ...CALM, now: NOON + HOUR, connectors, certificates: [after, ...unaffected] });
  const changed = records.find(({ eventId }) => eventId === 1309);
  expect(changed?.facts.connectors).toEqual(['Uses it', 'Selects']);
});
