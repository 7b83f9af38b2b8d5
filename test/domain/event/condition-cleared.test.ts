import { expect, test } from 'vitest';
import { conditionCleared } from '../../../src/domain/event/catalog/condition-cleared.ts';
import type { FactsByName } from '../../../src/domain/event/data/facts-by-name.ts';
import type { Evidence } from '../../../src/domain/event/data/life-cycle-data.ts';
import { eventLines } from './event-lines.ts';

const AT = { offsetMinutes: () => 0 };
const first = (facts: FactsByName, locale: 'en' | 'ja'): string =>
  eventLines(conditionCleared, { parameters: ['12018', 'AB', '8'], facts }, { ...AT, locale })[0];

test.each<[string, FactsByName, string, string]>([
  [
    'the name that connectors require',
    { thumbprint: 'AB', fqdn: 'mail.contoso.com', subject: 'CN=x' },
    'Resolved after 8 s: event 12018, the certificate for mail.contoso.com (thumbprint AB).',
    '解消しました (8 秒継続): イベント 12018、mail.contoso.com の証明書 (拇印 AB)',
  ],
  [
    'the subject of the certificate',
    { thumbprint: 'AB', subject: 'CN=MAIL01', store: 'My' },
    'Resolved after 8 s: event 12018, the certificate for CN=MAIL01 (thumbprint AB).',
    '解消しました (8 秒継続): イベント 12018、CN=MAIL01 の証明書 (拇印 AB)',
  ],
  [
    'the thumbprint, if nothing else is known',
    { thumbprint: 'AB' },
    'Resolved after 8 s: event 12018, thumbprint AB.',
    '解消しました (8 秒継続): イベント 12018、拇印 AB',
  ],
  [
    'the file that a server names',
    { store: 'file:/etc/ssl/mail.pem' },
    'Resolved after 8 s: event 12018, file "/etc/ssl/mail.pem".',
    '解消しました (8 秒継続): イベント 12018、ファイル「/etc/ssl/mail.pem」',
  ],
  [
    'the connector',
    { connector: 'Default MAIL01', direction: 'receive', fqdn: 'mail.contoso.com' },
    'Resolved after 8 s: event 12018, Receive connector "Default MAIL01".',
    '解消しました (8 秒継続): イベント 12018、受信コネクタ「Default MAIL01」',
  ],
  [
    'the server of settings, and the position in them',
    { inventory: 'certbot', path: '/etc/letsencrypt/renewal/a.conf', detail: 'EACCES' },
    'Resolved after 8 s: event 12018, the settings of "certbot" (/etc/letsencrypt/renewal/a.conf).',
    '解消しました (8 秒継続): イベント 12018、「certbot」の設定 (/etc/letsencrypt/renewal/a.conf)',
  ],
])('the first line of a resolution names %s', (_, facts, english, japanese) => {
  expect([first(facts, 'en'), first(facts, 'ja')]).toEqual([english, japanese]);
});

test('the evidence for a resolution is named as a file on disk', () => {
  const cleared = {
    eventId: 1204,
    raisedAt: 0,
    evidence: { scope: 'store:file:/etc/ssl/mail.pem', at: 0, reason: 'observed' },
  } as const;
  const of = (locale: 'en' | 'ja'): string =>
    eventLines(conditionCleared, { parameters: ['1204', 'AB', '8'], facts: { cleared } }, { ...AT, locale }).join('\n');
  expect(of('en')).toMatch(/ file "\/etc\/ssl\/mail\.pem"/);
  expect(of('ja')).toContain('ファイル「/etc/ssl/mail.pem」');
  expect(of('en')).not.toContain('file:');
});

test.each([
  ['en', 'Reason: the server no longer has any address with the problem.'],
  ['ja', '理由: 問題のあったアドレスは、このサーバーのアドレスではなくなりました。'],
] as const)('a removed address is the reason, and no probe is named: %s', (locale, reason) => {
  const evidence = { scope: 'probe:Edge', at: 0, reason: 'address-removed' } as const;
  const facts: FactsByName = { connector: 'Edge', cleared: { eventId: 1403, raisedAt: 0, evidence } };
  expect(eventLines(conditionCleared, { parameters: ['1403', 'AB', '8'], facts }, { ...AT, locale }).slice(1)).toEqual([
    reason,
  ]);
});

test.each([
  [
    'expired',
    'Expired after 8 s: event 12018, the certificate for mail.contoso.com (thumbprint AB).',
    '有効期限切れになりました (8 秒継続): イベント 12018、mail.contoso.com の証明書 (拇印 AB)',
  ],
  [
    'reclassified',
    'Replaced by another event after 8 s: event 12018, the certificate for mail.contoso.com (thumbprint AB).',
    '別のイベントに移行しました (8 秒継続): イベント 12018、mail.contoso.com の証明書 (拇印 AB)',
  ],
] as const)(
  'the first line of a condition that continues under another event, for it is %s, does not claim that it is resolved',
  (reason, english, japanese) => {
    const evidence = { scope: 'store:My', at: 0, reason } as const;
    const cleared = { eventId: 12018, raisedAt: 0, evidence };
    const facts: FactsByName = { thumbprint: 'AB', fqdn: 'mail.contoso.com', cleared };
    expect([first(facts, 'en'), first(facts, 'ja')]).toEqual([english, japanese]);
  },
);

test.each([
  ['en', 'Ended after 8 s: event 12018, the certificate for mail.contoso.com (thumbprint AB).', 'Reason: of-tomorrow'],
  ['ja', '終了しました (8 秒継続): イベント 12018、mail.contoso.com の証明書 (拇印 AB)', '理由: of-tomorrow'],
] as const)('a reason of a newer version is shown as its code, and not as a confirmation: %s', (locale, ...lines) => {
  const evidence = { scope: 'store:My', at: 0, reason: 'of-tomorrow' as Evidence['reason'] } as const;
  const facts: FactsByName = {
    ...{ thumbprint: 'AB', fqdn: 'mail.contoso.com' },
    cleared: { eventId: 12018, raisedAt: 0, evidence },
  };
  expect(eventLines(conditionCleared, { parameters: ['12018', 'AB', '8'], facts }, { ...AT, locale })).toEqual(lines);
});

test('a resolution about a store names its files; a resolution about a certificate does not', () => {
  const evidence = { scope: 'store:certbot', at: 0, reason: 'observed' } as const;
  const cleared = { eventId: 1204, raisedAt: 0, evidence };
  const locations = ['/etc/ssl/imap.key', '/etc/ssl/mail.key'];
  const of = (facts: FactsByName, locale: 'en' | 'ja'): readonly string[] =>
    eventLines(
      conditionCleared,
      { parameters: ['1204', 'certbot', '8'], facts: { ...facts, cleared } },
      { ...AT, locale },
    );
  expect(of({ store: 'certbot', locations }, 'en').at(-1)).toBe('Named files: /etc/ssl/imap.key, /etc/ssl/mail.key');
  expect(of({ store: 'certbot', locations }, 'ja').at(-1)).toBe(
    '通知していたファイル: /etc/ssl/imap.key、/etc/ssl/mail.key',
  );
  expect(of({ store: 'certbot', locations, thumbprint: 'AB' }, 'en').join('\n')).not.toContain('Named files');
  expect(of({ store: 'certbot' }, 'en').join('\n')).not.toContain('Named files');
});
