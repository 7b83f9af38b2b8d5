import { describe, expect, it } from 'vitest';
import { SIEVE_DIALOGUE } from '../../../src/formats/starttls/sieve.ts';
import { talkWith } from './talk-with.ts';

describe('ManageSieve starts TLS', () => {
  it.each([
    ['it is listed', '"IMPLEMENTATION" "Dovecot"\n"SASL" ""\n"STARTTLS"\n"VERSION" "1.0"\nOK "ready"'],
    ['it is listed in lower case', '"starttls"\nok'],
    ['it is a literal', '{8}\nSTARTTLS\nOK'],
    ['a value before it is a literal with lines in it', '"NOTIFY" {9}\nOK\nBYE\nNO\n"STARTTLS"\nOK'],
  ])('where %s', (_what, greeting) => {
    expect(talkWith(SIEVE_DIALOGUE, greeting, 'OK "go"')).toMatchObject({ said: ['STARTTLS'], end: 'upgrade' });
  });
});

describe('ManageSieve does not start TLS', () => {
  const referral = 'BYE (REFERRAL "sieve://other.contoso.com") "elsewhere"';
  const malformed = (detail: string): object => ({ reason: 'response_malformed', detail });
  it.each([
    [
      'it is not listed',
      ['"SASL" "STARTTLS"\n"X" {8}\nSTARTTLS\nOK'],
      { starttls: 'not-offered', answer: '"SASL" "STARTTLS" "X" {8} STARTTLS OK' },
      ['LOGOUT'],
    ],
    ['the greeting is NO', ['NO "busy"'], { reason: 'refused', detail: 'NO "busy"' }, ['LOGOUT']],
    ['it refers us elsewhere', [referral], { reason: 'refused', detail: referral }, []],
    ['it is another protocol', ['220 mx'], malformed('the greeting is "220 mx"'), []],
    ['it refuses', ['"STARTTLS"\nOK', 'NO "no"'], { starttls: 'refused', answer: 'NO "no"' }, ['STARTTLS', 'LOGOUT']],
    ['its answer is none', ['"STARTTLS"\nOK', 'Okay'], malformed('the response to STARTTLS is "Okay"'), ['STARTTLS']],
  ])('where %s', (_what, turns, end, said) => {
    expect(talkWith(SIEVE_DIALOGUE, ...turns)).toMatchObject({ end, said });
  });
});
