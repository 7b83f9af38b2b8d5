import { describe, expect, it } from 'vitest';
import { configurationRejected } from '../../../src/domain/event/catalog/configuration-rejected.ts';
import { servedChainUntrusted } from '../../../src/domain/event/catalog/served-chain-untrusted.ts';
import { configurationLines } from '../../../src/domain/event/change-sentences.ts';
import { CHAIN_FAILURES } from '../../../src/domain/failure/chain-failures.ts';
import { CONFIGURATION_FAILURES } from '../../../src/domain/failure/configuration-failures.ts';
import { eventLines } from './event-lines.ts';

const IN_ENGLISH = { locale: 'en', offsetMinutes: () => 0 } as const;
const IN_JAPANESE = { ...IN_ENGLISH, locale: 'ja' } as const;

describe('a rejected configuration', () => {
  const position = { file: 'mailcertd.yaml', line: 3, column: 1 };
  const errors = [CONFIGURATION_FAILURES.program_empty, CONFIGURATION_FAILURES.text_empty].map((cause) =>
    CONFIGURATION_FAILURES.configuration_error({ ...position, cause }),
  );
  const facts = { failure: CONFIGURATION_FAILURES.configuration_not_usable({ errors }) };
  const record = { parameters: ['mailcertd.yaml', 'another text'], facts };

  it('has a line for each error, in the language of the reader', () => {
    const [, ...english] = eventLines(configurationRejected, record, IN_ENGLISH);
    const [, ...japanese] = eventLines(configurationRejected, record, IN_JAPANESE);
    expect([english.length, japanese.length]).toEqual([2, 2]);
    for (const line of [...english, ...japanese]) expect(line).toMatch(/^mailcertd\.yaml:3:1: /);
    expect(english).not.toEqual(japanese);
  });

  it('of an earlier version has the lines of its text', () => {
    const earlier = { parameters: ['mailcertd.yaml', 'first\nsecond'], facts: {} };
    expect(eventLines(configurationRejected, earlier, IN_JAPANESE).slice(1)).toEqual(['first', 'second']);
  });
});

describe('a configuration line', () => {
  it('mentions the new certificate only if its thumbprint is not known yet', () => {
    const [, known] = configurationLines({ configurationLine: 'key: ABC' });
    const [, unknown] = configurationLines({ configurationLine: 'key: ABC', hasPlaceholder: true });
    expect([known, unknown]).toEqual([
      expect.objectContaining({ en: expect.not.stringContaining('of the new certificate') }),
      expect.objectContaining({ en: expect.stringContaining('key: ABC (of the new certificate)') }),
    ]);
  });
});

describe('an untrusted chain', () => {
  const textOf = (facts: object): string =>
    eventLines(
      servedChainUntrusted,
      { parameters: ['mail.contoso.com', 'AB', 'self-signed'], facts: { detail: 'self-signed', ...facts } },
      IN_ENGLISH,
    ).join('\n');

  it('is self-signed by its code', () => {
    expect(textOf({ failure: CHAIN_FAILURES.chain_self_signed })).toContain('is self-signed and not trusted');
  });

  it('of an earlier version, without a code, still shows its error', () => {
    expect(textOf({})).toContain('does not chain to a trusted root');
    expect(textOf({})).toContain('Error: self-signed');
  });
});
