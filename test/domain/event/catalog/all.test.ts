import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALL_EVENTS, definitionOf } from '../../../../src/domain/event/catalog/all.ts';
import { ruleFailed } from '../../../../src/domain/event/catalog/rule-failed.ts';
import type { EventContent, EventType } from '../../../../src/domain/event/event-definition.ts';
import type { Localization } from '../../../../src/domain/event/localization.ts';
import { ALL_RULES } from '../../../../src/domain/rule/all.ts';
import type { Locale } from '../../../../src/domain/text/locale.ts';
import { anyRecord } from '../../../formats/event/records.ts';
import { completeFacts } from '../complete-facts.ts';
import { eventLines } from '../event-lines.ts';
import { NAMES, PLAUSIBLE } from '../plausible.ts';

const repository = resolve(import.meta.dirname, '../../../..');
const LOCALES: readonly Locale[] = ['en', 'ja'];
const localization = (locale: Locale): Localization => ({ locale, offsetMinutes: () => 540 });

/** Events about the service, which have no rule and are reported once. */
const ONCE: readonly number[] = [
  1000, 1001, 1002, 1004, 1005, 1007, 1008, 1009, 1010, 1011, 1104, 1105, 1110, 1112, 1113, 1420, 1421, 1500, 1501,
  1900,
];

interface Said {
  readonly event: EventType;
  readonly locale: Locale;
  readonly content: EventContent;
  readonly lines: readonly [string, ...string[]];
}

const everythingSaid: readonly Said[] = ALL_EVENTS.flatMap((event) =>
  (PLAUSIBLE.get(event.eventId) ?? []).flatMap((content) =>
    LOCALES.map((locale) => ({ event, locale, content, lines: eventLines(event, content, localization(locale)) })),
  ),
);

/** Returns a line without the parts that differ from record to record, such as names and dates. */
function bare(line: string): string {
  const named = [...NAMES].sort((a, b) => b.length - a.length);
  return named
    .reduce((rest, name) => rest.replaceAll(name, ''), line)
    .replace(/[A-Z][a-z]{2} \d+, \d{4} [\d:]+ [AP]M \(UTC[+-][\d:]+\)|\d{4}\/\d\d\/\d\d [\d:]+ \(UTC[+-][\d:]+\)/g, '');
}

const where = ({ event, locale, lines }: Said): string => `${event.eventId} ${locale}: ${lines.join(' / ')}`;
/** Returns the sentences with a certain error. */
const guilty = (isWrong: (said: Said) => boolean): readonly string[] => everythingSaid.filter(isWrong).map(where);

describe('the numbers of the catalog', () => {
  test('are unique, like the names, and in order within a family', () => {
    const ids = ALL_EVENTS.map(({ eventId }) => eventId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(new Set(ALL_EVENTS.map(({ symbolicName }) => symbolicName)).size).toBe(ids.length);
  });

  test('are 120xx for events that Exchange names, and in the hundred of their subject for our own', () => {
    const hundreds: Readonly<Record<number, RegExp>> = {
      10: /^(Service|Configuration|SelfSigned|InternalTransportCertificateRecorded)|^Certificate(Renewed|Installed|ServicesChanged|Removed|Requested|NotRenewed)/,
      11: /Unreadable$|Shrank$|ScanLate|Clock|EventLog|FormatNotRead|RuleFailed|SettingUnresolved|ServerNotMonitored|HostSuspended/,
      12: /^PrivateKey/,
      13: /^(Name|CertificateNotYetValid|UntrustedChain|DiscoveredName|UnusedCertificate|ChainCertificate|Renewal|WeakCertificate)/,
      14: /^(Connector|Starttls|Served|OldTls|CertificateRotation)/,
      15: /^(DeliveryFailed|NotifierDisabled)$/,
      19: /^ConditionCleared$/,
    };
    for (const { eventId, provider, symbolicName } of ALL_EVENTS) {
      if (provider === 'exchange') expect(Math.floor(eventId / 100)).toBe(120);
      else expect(symbolicName).toMatch(hundreds[Math.floor(eventId / 100)] ?? /^$/);
    }
  });

  test('are mapped to their definition, and other numbers to none', () => {
    for (const event of ALL_EVENTS) expect(definitionOf(event.eventId)).toBe(event);
    expect(definitionOf(1999)).toBeUndefined();
  });

  test('cover all files of the catalog', async () => {
    const directory = resolve(repository, 'src/domain/event/catalog');
    const files = readdirSync(directory).filter((file) => file !== 'all.ts');
    const defined: unknown[] = [];
    for (const file of files) defined.push(...Object.values<unknown>(await import(resolve(directory, file))));
    expect(new Set(defined)).toEqual(new Set(ALL_EVENTS));
    expect(files.length).toBe(ALL_EVENTS.length);
  });

  test('have the levels that operators know', () => {
    const levels = ALL_EVENTS.filter(({ provider }) => provider === 'exchange').map(
      ({ eventId, level }) => `${eventId} ${level}`,
    );
    expect(levels).toEqual([
      '12013 Error',
      '12014 Error',
      '12015 Warning',
      '12016 Error',
      '12017 Warning',
      '12018 Warning',
      '12019 Error',
      '12020 Error',
      '12022 Error',
      '12023 Warning',
    ]);
  });

  test('have a page each in docs/events', () => {
    const missing = ALL_EVENTS.filter(({ eventId }) => !existsSync(resolve(repository, `docs/events/${eventId}.md`)));
    expect(missing.map(({ eventId }) => eventId)).toEqual([]);
  });
});

describe('rules and events', () => {
  test('every rule raises an event of the catalog, and no two raise the same', () => {
    for (const { event } of ALL_RULES) expect(definitionOf(event.eventId)).toBe(event);
    expect(new Set(ALL_RULES.map(({ event }) => event.eventId)).size).toBe(ALL_RULES.length);
  });

  test('every event that the service does not report itself has exactly one rule; the event about a failed rule has all of them', () => {
    const found = ALL_RULES.map(({ event }) => event.eventId);
    const others = ALL_EVENTS.map(({ eventId }) => eventId).filter((id) => !ONCE.includes(id));
    expect([...found, ruleFailed.eventId].sort()).toEqual(others.sort());
  });
});

describe('the texts of the events', () => {
  test('are tested with plausible facts for every event, with all parameters that it names', () => {
    for (const { eventId, parameters } of ALL_EVENTS) {
      const tried = PLAUSIBLE.get(eventId) ?? [];
      expect([eventId, tried.length > 0]).toEqual([eventId, true]);
      for (const content of tried) expect([eventId, content.parameters.length]).toEqual([eventId, parameters.length]);
    }
  });

  test('are complete: no line is empty, nothing is undefined, no value is missing between brackets or quotes', () => {
    const holes =
      /undefined|NaN|null|\[object|Invalid|\(\)|""|「」|\( *[,;、]|[:：] *$| {2}|\bof \d+ *\.?$|\s[,.;。、]|1970/;
    expect(guilty(({ lines }) => lines.some((line) => line.trim() === '' || holes.test(line)))).toEqual([]);
  });

  test('of the Exchange events name the connector, its name and the file', () => {
    const silent = ({ event, content: { facts }, lines }: Said): boolean => {
      const values = [facts.fqdn, facts.connector, ...(facts.connectors ?? []), ...(facts.locations ?? [])];
      const text = lines.join('\n');
      return event.provider === 'exchange' && values.some((value) => value !== undefined && !text.includes(value));
    };
    expect(guilty(silent)).toEqual([]);
  });

  test('begin with a line of 100 characters at most, names not counted, that ends with punctuation', () => {
    expect(guilty(({ lines }) => bare(lines[0]).length > 100)).toEqual([]);
    expect(
      guilty(
        ({ locale, lines, event }) => !(locale === 'en' ? /\.$/ : event.eventId === 1900 ? /./ : /。$/).test(lines[0]),
      ),
    ).toEqual([]);
  });

  test('begin differently for any two events', () => {
    for (const locale of LOCALES) {
      const first = new Map<string, number>();
      for (const { event, lines } of everythingSaid.filter((said) => said.locale === locale)) {
        const known = first.get(bare(lines[0])) ?? event.eventId;
        first.set(bare(lines[0]), event.eventId);
        if (event.eventId !== 1900) expect([lines[0], known]).toEqual([lines[0], event.eventId]);
      }
    }
  });

  test('are English in English and Japanese in Japanese', () => {
    expect(guilty(({ locale, lines }) => locale === 'en' && /[^\x20-\x7e]/.test(lines.join('')))).toEqual([]);
    expect(guilty(({ locale, lines }) => locale === 'ja' && !/[\u3040-\u30ff]/.test(lines[0]))).toEqual([]);
    const english = /\b(the|is|was|of|and|not|now|seen|expires|certificate|store)\b/i;
    const lineOfWords = ({ event, locale, lines }: Said): boolean =>
      locale === 'ja' &&
      lines.some((line) => english.test(bare(line).replace(/(理由|詳細|応答|コマンド): .*/, ''))) &&
      event.eventId !== 1003;
    expect(guilty(lineOfWords)).toEqual([]);
  });

  test('have no misleading word and no word that is not a term of the field', () => {
    const banned: Readonly<Record<Locale, RegExp>> = {
      ja: /失効|サムプリント|指紋|母印|期限オーバー|満了|個人ストア|マイストア|キーストア|トラストストア|コネクター|レシーブ|代替名|主体者|題名|コモンネーム|自己署名入り|オレオレ|内部転送|認証局|秘密鍵|動詞|アドバタイズ|公告|サーブ|リニューアル|置換済み|ニアミス|原因|クリア|復旧|サイレンス|黙ら|デリバリー|ブラインド|ロール|！|コンピュータ(?!ー)|サーバ(?!ー)|フォルダ(?!ー)|ユーザ(?!ー)/,
      en: /revoked|fingerprint|keystore is|key store|truststore|advertis|not offered|STARTTLS is|!|\bcan't\b|\bdon't\b|please note/i,
    };
    // 1204 recommends to revoke a certificate.
    const text = ({ event, lines }: Said): string => lines.join('\n').replace(event.eventId === 1204 ? '失効' : '', '');
    expect(guilty((said) => banned[said.locale].test(text(said)))).toEqual([]);
  });

  test('have a half-width space between Latin and Japanese, and none before closing punctuation', () => {
    const joined =
      /[A-Za-z0-9][\u3040-\u30ff\u4e00-\u9fff]|[\u3040-\u30ff\u4e00-\u9fff][A-Za-z0-9]|[（）：０-９]|[間分秒個件] です|。 /;
    const offending = everythingSaid.filter(({ locale, event, lines }) => {
      const own = lines.map((line) => line.replace(/(理由|詳細|応答|コマンド): .*/, '').replaceAll(') です', ')'));
      return locale === 'ja' && event.eventId !== 1003 && own.some((line) => joined.test(line));
    });
    expect(offending.map(where)).toEqual([]);
  });

  test('never throw, whatever the parameters and facts', () => {
    fc.assert(
      fc.property(anyRecord(), fc.constantFrom(...ALL_EVENTS), fc.constantFrom(...LOCALES), (record, event, locale) => {
        // A record without a parameter is not read, so it is not described either.
        const parameters = event.parameters.map((_, index) => record.parameters[index] ?? '');
        const content: EventContent = { ...record, parameters };
        for (const line of eventLines(event, content, localization(locale))) expect(typeof line).toBe('string');
      }),
      { numRuns: 2000 },
    );
  });

  test('never throw for a record with only its required facts, and name the event', () => {
    for (const event of ALL_EVENTS) {
      for (const locale of LOCALES) {
        const parameters = event.parameters.map(() => '1');
        const [first] = eventLines(event, { parameters, facts: {} }, localization(locale));
        expect(first).not.toMatch(/undefined|NaN/);
      }
    }
  });

  test('are not made of holes: a required parameter that is missing has no text', () => {
    for (const event of ALL_EVENTS) {
      const facts = completeFacts(event.eventId);
      const parameters = event.parameters.slice(0, event.requiredParameterCount).fill('1').slice(1);
      if (event.requiredParameterCount === 0) continue;
      expect(() => event.describe({ parameters, facts }, localization('en'))).toThrow(/without its parameter/);
    }
  });

  test('are not made of holes: a required fact that is missing has no text', () => {
    for (const event of ALL_EVENTS) {
      const parameters = event.parameters.map(() => '1');
      for (const name of event.requiredFacts) {
        const facts = Object.fromEntries(Object.entries(completeFacts(event.eventId)).filter(([key]) => key !== name));
        expect(() => event.describe({ parameters, facts }, localization('en'))).toThrow(
          new RangeError(`event ${event.eventId} without its fact ${name}`),
        );
      }
    }
  });
});
