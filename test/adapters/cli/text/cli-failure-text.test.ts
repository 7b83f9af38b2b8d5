import { describe, expect, it, test } from 'vitest';
import { CLI_FAILURE_PHRASES, cliFailureText } from '../../../../src/adapters/cli/text/cli-failure-text.ts';
import type { FailurePhrases } from '../../../../src/domain/failure/failure.ts';
import { FAILURE_PHRASES } from '../../../../src/domain/failure/failure-phrases.ts';
import type { Locale } from '../../../../src/domain/text/locale.ts';
import { phraseTablesIn } from '../../../domain/failure/phrase-tables-in.ts';
import { renderedPhrase } from '../../../domain/failure/rendered-phrase.ts';

const PHRASES: FailurePhrases = CLI_FAILURE_PHRASES;
const CODES = Object.keys(PHRASES).filter((code) => !Object.hasOwn(FAILURE_PHRASES, code));

/** The names and examples that are the same in every language. */
const SAME =
  /mailcertd( \w+)*|--?[a-z]+(-[a-z]+)*( 7d| TEXT| pkcs12| pem)?|\w+:\/\/\S*?(?=[, )の]|$)|Node|root|sudo|PKCS#12|TLS|\btls\b|\.p12|\.pfx|\.pem|\.evtx|\.xml|\.csv|\.json|probe( があ|:)|"smtp|DNS|URL|\bID\b|\b[\d:T+-]+\b|90s|15m|24h|30d|\bs、m、h、d\b|7d|a\.example,b\.example|Error、Warning、Information|3F2A9C41|\bCSR\b|xn--|\bIP\b/g;

const rendered = (code: string, locale: Locale) => renderedPhrase(PHRASES, code, locale);

test('a code of a usage error is in one table only, and not in one of the domain', async () => {
  const tables = await phraseTablesIn('src/adapters/cli/text', /-failures\.ts$/);
  const codes = tables.flatMap((table) => Object.keys(table));
  expect(codes.sort()).toEqual(CODES.toSorted());
  for (const code of CODES) expect(code).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
});

describe.each(CODES)('the usage error %s', (code) => {
  it('has the same arguments in both languages', () => {
    const { text, names } = rendered(code, 'en');
    const japanese = rendered(code, 'ja');
    expect(japanese.names).toEqual(names);
    expect(`${text}${japanese.text}`).not.toMatch(/undefined|\[object/);
  });

  it('has no English word in Japanese, and no Japanese character in English', () => {
    expect(rendered(code, 'ja').text.replace(/«\w+»/g, '').replace(SAME, '')).not.toMatch(/[A-Za-z]{2}/);
    expect(rendered(code, 'ja').text).not.toMatch(/。$/);
    expect(rendered(code, 'en').text).not.toMatch(/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]|\.$/u);
  });
});

test('a failure of the domain has its text, and a text of the system is unchanged', () => {
  expect(cliFailureText({ code: 'already_exists', arguments: {} }, 'en')).toBe(
    'a file or directory with this name already exists',
  );
  expect(cliFailureText('EIO: i/o error', 'ja')).toBe('EIO: i/o error');
});
