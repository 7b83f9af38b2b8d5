import { describe, expect, it, test } from 'vitest';
import { CONFIGURATION_PHRASES } from '../../../src/domain/failure/configuration-failures.ts';
import type { FailurePhrases } from '../../../src/domain/failure/failure.ts';
import { FAILURE_PHRASES } from '../../../src/domain/failure/failure-phrases.ts';
import { REASONS } from '../../../src/domain/failure/problem.ts';
import type { Locale } from '../../../src/domain/text/locale.ts';
import { phraseTablesIn } from './phrase-tables-in.ts';
import { renderedPhrase } from './rendered-phrase.ts';

const PHRASES: FailurePhrases = FAILURE_PHRASES;
const CODES = Object.keys(PHRASES);

/** The names and codes that are the same in every language. */
const SAME =
  /Host ヘッダー|localhost|Authorization: Bearer|SocketBindAllow=|OpenSSL: [^)]*|journalctl -k|mailcertd certificates|mailcertd state (?:backup|restore)|systemctl stop|install -d -o mailcertd -g mailcertd -m|make、g\+\+、python3|「hide」|DEK-Info|mailcertd|stateDirectory|root|sudo|passwordFile|-journal|-wal|-shm|LimitNOFILE|fs\.file-max|fs\.inotify\.max_user_watches|systemd|chmod|setfacl|TasksMax|docs\/install\.md|issuer|subject|services|by と command|openssl rand -base|allowUnverified: true|https?:\/\/|Webhook|base64|KiB|MiB|GiB|\.evtx|--(?:since|until|force)|starttls: off|\[Service\]|OpenFile=\S+|\(systemd 253|ログ出力 console|capability|setpriv|apt-get install util-linux|clientKeyFile|docs\/discovery\.md|JSON|TlsCertificateName|RawData|Bindings|Port|SmartHosts|AuthMechanism|Exim|Postfix|postscreen|smtpd|pass タイプ|inet_protocols|yes でも no でも|\b(?:TLS|SNI)\b|true でも false|true か false|Node|\b[A-Z]+\b|<I>|<S>|US\b|PKCS#12|UTF-8|UTF-16|getent|-\d\dT|T\d\d|Z\b/g;

/** The words of the settings of servers, which are the same in every language. */
const SETTING_WORDS =
  /Host ヘッダー|localhost|Authorization: Bearer|SocketBindAllow=|Link ヘッダー|Error、Warning、Information|haproxy = yes|ssl = no|master\.cf|Invalid TLS level|「listen」|「protocol」|「ssl_certificate」|proxy_protocol|proxy-v2|server ブロック|pki|include|OpenSMTPD|fullchain|RestrictAddressFamilies=|systemd|chmod|setfacl|AF_NETLINK|apt-get install util-linux|postmap -F|Dovecot/g;

const rendered = (code: string, locale: Locale) => renderedPhrase(PHRASES, code, locale);

test('a code is in one table only, in snake_case', async () => {
  const tables = await phraseTablesIn('src/domain/failure', /-(?:failures|phrases)\.ts$/, [
    'FAILURE_PHRASES',
    'CONFIGURATION_PHRASES',
  ]);
  expect(tables.flatMap((table) => Object.keys(table)).sort()).toEqual(CODES.toSorted());
  for (const code of CODES) expect(code).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
});

test('no code has the name of a reason, which means something else', () => {
  expect(REASONS.filter((reason) => CODES.includes(reason))).toEqual([]);
});

describe.each(CODES)('the failure %s', (code) => {
  it('has every argument in both languages', () => {
    const { text, names } = rendered(code, 'en');
    const japanese = rendered(code, 'ja');
    expect(japanese.names).toEqual(names);
    expect(`${text}${japanese.text}`).not.toMatch(/undefined|\[object/);
  });

  it('has no English word in Japanese, and no Japanese character in English', () => {
    // The texts about the configuration contain its keys. test/adapters/config checks their words.
    if (!Object.hasOwn(CONFIGURATION_PHRASES, code)) {
      expect(rendered(code, 'ja').text.replace(/«\w+»/g, '').replace(SETTING_WORDS, '').replace(SAME, '')).not.toMatch(
        /[A-Za-z]{2}/,
      );
    }
    expect(rendered(code, 'ja').text).not.toMatch(/。$/);
    expect(rendered(code, 'en').text).not.toMatch(/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]|\.$/u);
  });
});
