import { describe, expect, test } from 'vitest';
import { testAlert } from '../../../src/domain/alert/test-alert.ts';
import type { Evidence } from '../../../src/domain/event/data/life-cycle-data.ts';
import type { EventReason } from '../../../src/domain/event/data/reason-data.ts';
import type { EventRecord } from '../../../src/domain/event/event-record.ts';
import { alertHtml } from '../../../src/formats/alert-body/alert-html.ts';
import { alertJson } from '../../../src/formats/alert-body/alert-json.ts';
import { alertText } from '../../../src/formats/alert-body/alert-text.ts';
import { composeAlert } from '../../../src/formats/alert-body/compose-alert.ts';
import { isFixed } from '../../../src/formats/alert-body/end-reason.ts';
import type { Rendering } from '../../../src/formats/event/rendering.ts';
import { ended, endedBy, eventRecord } from '../../domain/alert/event-records.ts';
import { NOON } from '../../domain/world.ts';
import { EN, JA } from '../event/records.ts';
import { alertOf } from './alerts.ts';

const A = '9D77E2AA40B1C6D58E9F0A1B2C3D4E5F60718293';
const nth = (n: number): EventRecord =>
  eventRecord({
    eventRecordId: n,
    conditionId: `c-${n}`,
    parameters: ['mail.contoso.com', `C${n}`, 'mail.contoso.com'],
    facts: { connector: `C${n}`, direction: 'receive', fqdn: 'mail.contoso.com' },
    remedy: [['mailcertd', 'certificates', 'new', '--domain-name', 'mail.contoso.com']],
  });
const nine = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(nth);
const soon = eventRecord({
  eventId: 12018,
  level: 'Warning',
  change: 'escalated',
  parameters: ['mail.contoso.com', A, '71'],
  facts: {
    thumbprint: A,
    fqdn: 'mail.contoso.com',
    connectors: ['A', 'B'],
    notAfter: NOON + 71.5 * 3_600_000,
    raisedAt: NOON - 7_200_000,
    escalation: [{ kind: 'urgency' }, { kind: 'connectors', added: ['B'] }],
  },
});

describe('one certificate for nine connectors', () => {
  const composed = composeAlert(alertOf(nine), EN);

  test('is one alert with a line for each', () => {
    expect(composed.sentences).toHaveLength(9);
    expect(composed.sentences[8]).toContain('"C9"');
    expect(composed.subject).toBe(
      'Error 12014 raised: No usable certificate: Receive connector "C1" (mail.contoso.com), and 8 more [mail01.contoso.com]',
    );
    expect(composeAlert(alertOf(nine), JA).subject).toBe(
      'エラー 12014 発生: 使える証明書なし: 受信コネクタ「C1」 (mail.contoso.com)、ほか 8 件 [mail01.contoso.com]',
    );
  });

  test('names all connectors, and the fix once', () => {
    const text = alertText(composed);
    expect(text).toContain('Connectors: C1, C2, C3, C4, C5, C6, C7, C8, C9\n');
    expect(text.match(/certificates new/g)).toHaveLength(1);
    expect(text).toContain('Records: #1, #2, #3, #4, #5, #6, #7, #8, #9\n');
  });

  test('has the common evidence once, and the rest at its connector', () => {
    const why = (record: EventRecord, reason: EventReason, nearest: string): EventRecord => ({
      ...record,
      facts: {
        ...record.facts,
        reason,
        nearestMiss: {
          thumbprint: nearest,
          reason: 'not-enabled-for-smtp',
          names: ['mail.contoso.com'],
          notAfter: NOON,
        },
      },
    });
    const same = nine.map((record) => why(record, 'not-enabled-for-smtp', A));
    const single = composeAlert(alertOf(same.slice(0, 1)), EN);
    const all = composeAlert(alertOf(same), EN);
    expect(single.details.join('\n')).toContain(A);
    expect(all.details.filter((line) => line.includes(A))).toHaveLength(1);
    expect(alertText(all).match(new RegExp(A, 'g'))).toHaveLength(1);
    const other = 'B'.repeat(40);
    const mixed = composeAlert(
      alertOf(same.map((record, n) => (n === 3 ? why(record, 'not-enabled-for-smtp', other) : record))),
      EN,
    );
    expect(mixed.sentences[3]).toContain(other);
    expect(mixed.sentences.filter((line) => line.includes(A))).toHaveLength(8);
    expect(mixed.details.join('\n')).not.toMatch(new RegExp(`${A}|${other}`));
  });

  test('has the evidence of each resolution', () => {
    const { sentences, subject } = composeAlert(alertOf(nine.map((record) => ended(record))), EN);
    expect(subject).toMatch(/^Cleared 12014: No usable certificate: Receive connector "C1" .*, and 8 more \[/);
    expect(sentences.filter((line) => /"C\d".*Confirmed by: every certificate store, on/.test(line))).toHaveLength(9);
  });
});

describe('an alert', () => {
  test('says since when, what changed, and the remaining time', () => {
    expect(alertText(composeAlert(alertOf([soon]), EN))).toContain(
      [
        'Open since: Nov 24, 2026 7:00:00 PM (UTC+09:00); for 2 h',
        'Last change: The remaining time has become shorter. Further connectors are affected: "B".',
        'Expires: Nov 27, 2026 8:30:00 PM (UTC+09:00); 71 hours (2 d 23 h) left',
      ].join('\n'),
    );
    expect(alertText(composeAlert(alertOf([soon]), JA))).toContain(
      [
        '発生日時: 2026/11/24 19:00:00 (UTC+09:00)、2 時間継続',
        '最後の変化: 期限までの残り時間がさらに短くなりました。 新たに影響を受けるコネクタ: 「B」。',
        '有効期限: 2026/11/27 20:30:00 (UTC+09:00)、あと 71 時間 (2 日 23 時間)',
      ].join('\n'),
    );
  });

  test.each([
    [{ kind: 'level', before: 'Warning' } as const, 'Severity raised (was Warning).'],
    [{ kind: 'name', before: 'old.contoso.com' } as const, 'The required name has changed (was old.contoso.com).'],
    [{ kind: 'certificates', before: 2 } as const, 'Further certificates are affected (was 2).'],
  ])('with %j says %s', (escalation, sentence) => {
    const record = { ...soon, facts: { ...soon.facts, escalation: [escalation] } };
    expect(alertText(composeAlert(alertOf([record]), EN))).toContain(`Last change: ${sentence}\n`);
  });

  test.each([
    [0, 'Expires: Nov 24, 2026 9:00:02 PM (UTC+09:00); less than a minute left'],
    [-1, 'Expired: Nov 24, 2026 9:00:01 PM (UTC+09:00); 0 s ago'],
    [3_600_000, 'Expires: Nov 24, 2026 10:00:02 PM (UTC+09:00); 60 minutes left'],
  ])('that is made %d ms before expiry says %s', (later, line) => {
    const record = { ...soon, facts: { ...soon.facts, notAfter: NOON + 2000 + later } };
    expect(alertText(composeAlert(alertOf([record]), EN))).toContain(line);
  });

  test('that is a test says so first', () => {
    const alert = testAlert('t-1', 'mail01.contoso.com', 1, NOON);
    const english = composeAlert(alert, EN);
    expect(english.subject).toMatch(/^Error 12014 TEST: /);
    expect(alertText(english)).toMatch(/^Test alert: no action needed\./);
    expect(alertHtml(english, { level: 'Error', isFixed: false })).toContain('Test alert: no action needed.');
    expect(composeAlert(alert, JA).subject).toMatch(/^エラー 12014 テスト: /);
    expect(english.fields.map(({ label }) => label)).not.toContain('Records');
  });

  test('with very many records lists a hundred and counts the rest', () => {
    const many = Array.from({ length: 130 }, (_, n) => nth(n + 1));
    const text = alertText(composeAlert(alertOf(many), EN));
    expect(text.match(/No certificate matches/g)).toHaveLength(100);
    expect(text).toContain('\nand 30 more\n');
    expect(text).toContain(', C50, and 80 more\n');
  });
});

describe('hostile names', () => {
  const name = 'x\r\nBcc: all@contoso.com\u0000\u001b[2J\u202e</td><script>alert(1)</script>"\'&';
  const record = eventRecord({
    computer: name,
    parameters: [name, name, name],
    facts: {
      connector: name,
      fqdn: name,
      store: name,
      thumbprint: name,
      certificates: [{ thumbprint: name, names: [name], notAfter: NOON }],
      escalation: [
        { kind: 'connectors', added: [name] },
        { kind: 'name', before: name },
      ],
    },
    change: 'escalated',
    remedy: [['mailcertd', name]],
  });

  test.each([EN, JA])('stay one escaped line in $locale', (rendering) => {
    const composed = composeAlert(alertOf([record]), { ...rendering, helpLink: `https://x/{id}"><script>${name}` });
    const text = alertText(composed);
    // The text is laid out in lines.
    expect(`${composed.subject}${text.replaceAll('\n', '')}`).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    expect(text).not.toMatch(/^Bcc/m);
    const html = alertHtml(composed, { level: 'Error', isFixed: false });
    expect(html).not.toContain('<script');
    expect(html.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    expect(html.match(/<a /g)).toHaveLength(1);
    expect(html).not.toMatch(/<a href="[^"]*"[^>]/);
  });
});

describe('the link to further information', () => {
  test('of a test, which is not in the log, is the page of events', () => {
    const composed = composeAlert(testAlert('t-1', 'mail01.contoso.com', 1, NOON), EN);
    const at = '/usr/lib/mailcertd/docs/events/12014.md (on mail01.contoso.com)';
    expect(alertText(composed).endsWith(`\nMore: ${at}\n`)).toBe(true);
    const nowhere = composeAlert(testAlert('t-1', 'mail01.contoso.com', 1, NOON), { ...EN, helpLink: 'docs/{id}.md' });
    expect(alertText(nowhere)).not.toMatch(/More:|docs\//);
    expect(alertHtml(nowhere, { level: 'Error', isFixed: false })).not.toMatch(/More:|docs\//);
  });

  test('is a command if helpLink cannot be opened on other hosts', () => {
    const moreOf = (rendering: Rendering): string | undefined => composeAlert(alertOf([soon]), rendering).more;
    expect(moreOf({ ...EN, helpLink: 'docs/{id}.md' })).toBe('mailcertd events show 1 (on mail01.contoso.com)');
    const page = '/usr/lib/mailcertd/docs/events/12018.md';
    expect(moreOf(EN)).toBe(`mailcertd events show 1, ${page} (on mail01.contoso.com)`);
    expect(moreOf(JA)).toBe(`mailcertd events show 1、${page} (mail01.contoso.com 上)`);
  });
});

describe('the command that shows the record', () => {
  test('has the configuration of its log', () => {
    const command = ['mailcertd', '--config', '/opt/my mail.yaml'] as const;
    const { more } = composeAlert(alertOf([soon]), { ...EN, helpLink: '', command });
    expect(more).toBe("mailcertd --config '/opt/my mail.yaml' events show 1 (on mail01.contoso.com)");
  });
});

describe('several records about one object', () => {
  const failed = (eventRecordId: number, notifier: string): EventRecord =>
    eventRecord({
      ...{ eventRecordId, eventId: 1500, change: 'once', conditionId: undefined },
      ...{ parameters: [notifier, `d-${eventRecordId}`, '1', '3', 'HTTP 503'], facts: { notifier } },
    });
  const subjectOf = (records: readonly EventRecord[], rendering = EN): string =>
    composeAlert(alertOf(records), rendering).subject;

  test('are counted in the subject, and no others', () => {
    const five = [1, 2, 3, 4, 5].map((n) => failed(n, 'r1'));
    expect(subjectOf(five)).toBe('Error 1500: Alert not sent: r1, 5 times [mail01.contoso.com]');
    expect(subjectOf(five, JA)).toBe('エラー 1500: 通知の送信失敗: r1、5 件 [mail01.contoso.com]');
    expect(subjectOf(five.slice(0, 1))).toBe('Error 1500: Alert not sent: r1 [mail01.contoso.com]');
    expect(subjectOf([failed(1, 'r1'), failed(2, 'r2')])).toContain(': r1, and 1 more [');
  });
});

describe('the subject about an unresolved setting', () => {
  const facts: EventRecord['facts'] = { inventory: 'certbot', path: '/etc/letsencrypt/a.conf', reason: 'unresolved' };

  test('has its usual name, also for a resolution', () => {
    const open = eventRecord({
      eventId: 1109,
      parameters: ['certbot', '/etc/letsencrypt/a.conf', 'unresolved'],
      facts,
    });
    const over = eventRecord({
      ...{ eventId: 1900, change: 'cleared', parameters: ['1109', 'certbot\n/etc/letsencrypt/a.conf\nEACCES', '23'] },
      facts: {
        ...facts,
        cleared: {
          ...{ eventId: 1109, raisedAt: NOON },
          evidence: { scope: 'inventory:certbot', at: NOON, reason: 'observed' },
        },
      },
    });
    for (const record of [open, over]) {
      expect(composeAlert(alertOf([record]), EN).subject).toMatch(/: certbot \(\/etc\/letsencrypt\/a\.conf\) \[/);
    }
  });
});

describe('a condition that was resolved before it was sent', () => {
  const alert = alertOf([soon], { resolvedSince: NOON });

  test.each([
    [
      EN,
      'This problem was resolved on Nov 24, 2026 9:00:00 PM (UTC+09:00).',
      'Warning 12018 escalated, already resolved: ',
    ],
    [JA, '2026/11/24 21:00:00 (UTC+09:00) に解消した問題の通知です。', '警告 12018 緊急度上昇 (解消済み): '],
  ])('is marked as such in the text and the subject', (rendering, notice, subject) => {
    const composed = composeAlert(alert, rendering);
    expect(alertText(composed).startsWith(notice)).toBe(true);
    expect(composed.subject.startsWith(subject)).toBe(true);
    expect(JSON.parse(alertJson(alert, rendering)).data.resolved_since).toBe('2026-11-24T12:00:00.000Z');
  });
});

describe('the effect of a resolution on mail', () => {
  const over = (eventId: number): string => composeAlert(alertOf([ended(eventRecord({ eventId }))]), EN).effect;

  test.each([
    [12014, 'Mail is no longer affected.'],
    [1204, 'No effect on mail flow.'],
    [12018, 'No effect on mail flow.'],
    [1100, 'Mail flow was not affected. Problems are detected again.'],
  ])('is not claimed for %i if there was no effect before', (eventId, effect) => {
    expect(over(eventId)).toBe(effect);
  });
});

describe('a resolution of a condition that continues under another event', () => {
  const lines = (records: readonly EventRecord[], rendering: Rendering): readonly (string | undefined)[] => {
    const { subject, sentences } = composeAlert(alertOf(records), rendering);
    return [subject.split(': ')[0], sentences[0]?.split(/[:：,] ?/)[0]];
  };
  const green = (records: readonly EventRecord[]): boolean => {
    const alert = alertOf(records);
    return alertHtml(composeAlert(alert, EN), { level: alert.level, isFixed: isFixed(alert) }).includes('#2e8540');
  };
  const of = (...reasons: readonly Evidence['reason'][]): readonly EventRecord[] =>
    reasons.map((reason, n) => endedBy(nth(n + 1), reason));

  test.each([
    [['observed'], EN, 'Cleared 12014', 'Resolved after 1 m', true],
    [['connector-removed'], EN, 'Cleared 12014', 'Resolved after 1 m', true],
    [['expired'], EN, 'Expired 12014', 'Expired after 1 m', false],
    [['reclassified'], EN, 'Replaced 12014', 'Replaced by another event after 1 m', false],
    [['expired', 'reclassified'], EN, 'Replaced 12014', 'Expired after 1 m', false],
    [['observed', 'expired'], EN, 'Partly cleared 12014', 'Resolved after 1 m', false],
    [['expired'], JA, '期限切れ 12014', '有効期限切れになりました (1 分継続)', false],
    [['reclassified'], JA, '別のイベントに移行 12014', '別のイベントに移行しました (1 分継続)', false],
    [['reclassified', 'observed'], JA, '一部解消 12014', '別のイベントに移行しました (1 分継続)', false],
  ] as const)('%j: the subject and the first line say so, and nothing is green', (reasons, rendering, ...expected) => {
    const [subject, first, isGreen] = expected;
    expect(lines(of(...reasons), rendering)).toEqual([subject, first]);
    expect(green(of(...reasons))).toBe(isGreen);
  });

  test('an old record without evidence is resolved', () => {
    const end = ended(nth(1));
    const { cleared: _, ...facts } = end.facts;
    expect(composeAlert(alertOf([{ ...end, facts }]), EN).subject).toMatch(/^Cleared /);
  });
});

describe('the effect of an expiry on mail', () => {
  const effectOf = (eventId: number, facts: EventRecord['facts'], rendering = EN): string =>
    composeAlert(alertOf([eventRecord({ eventId, level: 'Warning', facts: { thumbprint: A, ...facts } })]), rendering)
      .effect;
  const certificateFiles = ['/etc/ssl/mail.pem'];
  const refused =
    'After that, servers that verify the certificate defer mail or return it to the sender. Other servers still deliver it.';

  test.each([
    [
      12018,
      {},
      'No effect until the certificate expires. After that, other servers send mail unencrypted, or defer it if they require TLS.',
    ],
    [12018, { certificateFiles }, `No effect until the certificate expires. ${refused}`],
    [
      12016,
      { certificateFiles },
      'Servers that verify the certificate defer mail or return it to the sender. Other servers still deliver it.',
    ],
    [12017, {}, "No effect on mail between the organization's servers, even after expiry."],
    [12015, {}, "No effect on mail between the organization's servers."],
    [12015, { withoutExchange: true as const }, 'No effect on mail flow.'],
    [12017, { withoutExchange: true as const }, 'No effect on mail flow.'],
  ])('is for %i with %j that of the event after it', (eventId, facts, effect) => {
    expect(effectOf(eventId, facts)).toBe(effect);
  });

  test('is in Japanese, too', () => {
    expect(effectOf(12018, { certificateFiles }, JA)).toMatch(
      /^有効期限までは.*検証するサーバーからのメールは、配送が遅延するか、送信者に返されます。検証しないサーバーからのメールは配送されます。$/,
    );
    expect(effectOf(12017, {}, JA)).toMatch(/^組織内のサーバー間のメールは/);
  });

  test.each([12017, 12018])('is absent if %i is resolved in time', (eventId) => {
    const facts = { thumbprint: A, certificateFiles };
    expect(composeAlert(alertOf([ended(eventRecord({ eventId, facts }))]), EN).effect).toBe('No effect on mail flow.');
  });
});

describe('HTML', () => {
  test('loads nothing and executes nothing', () => {
    const html = alertHtml(composeAlert(alertOf(nine), EN), { level: 'Error', isFixed: false });
    expect(html).not.toMatch(/src=|url\(|@import|<link|<script|<img|<iframe|on\w+=/i);
  });

  test.each([
    ['https://contoso.com/{id}', '<a href="https://contoso.com/12014">https://contoso.com/12014</a>'],
    ['/usr/share/{id}.md', 'More: mailcertd events show 1, /usr/share/12014.md (on mail01.contoso.com)<'],
    ['docs/events/{id}.md', 'More: mailcertd events show 1 (on mail01.contoso.com)<'],
    ['javascript:alert({id})', 'More: mailcertd events show 1 (on mail01.contoso.com)<'],
  ])('links %s only if it is an address', (helpLink, expected) => {
    expect(alertHtml(composeAlert(alertOf(nine), { ...EN, helpLink }), { level: 'Error', isFixed: false })).toContain(
      expected,
    );
  });
});
