import { describe, expect, it } from 'vitest';
import { SIEVE_DIALOGUE } from '../../../src/formats/starttls/sieve.ts';
import { saying } from '../../domain/failure/saying.ts';
import { talkWith } from './talk-with.ts';

describe('ManageSieve starts TLS', () => {
  it.each([
    ['STARTTLS is listed', '"IMPLEMENTATION" "Dovecot"\n"SASL" ""\n"STARTTLS"\n"VERSION" "1.0"\nOK "ready"'],
    ['STARTTLS is listed in lower case', '"starttls"\nok'],
    ['STARTTLS is a literal', '{8}\nSTARTTLS\nOK'],
    ['a value before it is a literal with lines in it', '"NOTIFY" {9}\nOK\nBYE\nNO\n"STARTTLS"\nOK'],
  ])('if %s', (_what, greeting) => {
    expect(talkWith(SIEVE_DIALOGUE, greeting, 'OK "go"')).toMatchObject({ said: ['STARTTLS'], end: 'upgrade' });
  });
});

describe('ManageSieve does not start TLS', () => {
  const referral = 'BYE (REFERRAL "sieve://other.contoso.com") "elsewhere"';
  const malformed = (detail: string): object => ({ reason: 'response_malformed', failure: saying(detail) });
  it.each([
    [
      'STARTTLS is not listed',
      ['"SASL" "STARTTLS"\n"X" {8}\nSTARTTLS\nOK'],
      { starttls: 'not-offered', answer: '"SASL" "STARTTLS" "X" {8} STARTTLS OK' },
      ['LOGOUT'],
    ],
    ['the greeting is NO', ['NO "busy"'], { reason: 'refused', failure: saying('NO "busy"') }, ['LOGOUT']],
    ['the greeting refers to another server', [referral], { reason: 'refused', failure: saying(referral) }, []],
    ['the greeting is of another protocol', ['220 mx'], malformed('the greeting is "220 mx"'), []],
    [
      'STARTTLS is refused',
      ['"STARTTLS"\nOK', 'NO "no"'],
      { starttls: 'refused', answer: 'NO "no"' },
      ['STARTTLS', 'LOGOUT'],
    ],
    [
      'the response to STARTTLS is invalid',
      ['"STARTTLS"\nOK', 'Okay'],
      malformed('the response to STARTTLS is "Okay"'),
      ['STARTTLS'],
    ],
  ])('if %s', (_what, turns, end, said) => {
    expect(talkWith(SIEVE_DIALOGUE, ...turns)).toMatchObject({ end, said });
  });
});
