import { describe, expect, it } from 'vitest';
import { POP3_DIALOGUE } from '../../../src/formats/starttls/pop3.ts';
import { saying } from '../../domain/failure/saying.ts';
import { talkWith } from './talk-with.ts';

describe('POP3 starts TLS', () => {
  it.each([
    ['STLS is listed', ['+OK hi <1@mx>', '+OK\nUIDL\nSTLS\n.', '+OK go']],
    ['STLS is listed in lower case', ['+ok', '+ok list\nstls\n.', '+ok']],
    ['the capabilities cannot be listed', ['+OK hi', '-ERR what', '+OK go']],
  ])('if %s', (_what, turns) => {
    expect(talkWith(POP3_DIALOGUE, ...turns)).toMatchObject({ said: ['CAPA', 'STLS'], end: 'upgrade' });
  });
});

describe('POP3 does not start TLS', () => {
  const malformed = (detail: string): object => ({ reason: 'response_malformed', failure: saying(detail) });
  const named = '+OK\nSTLS\n.';
  it.each([
    [
      'the greeting is -ERR',
      ['-ERR [SYS/TEMP] later'],
      { reason: 'refused', failure: saying('-ERR [SYS/TEMP] later') },
      ['QUIT'],
    ],
    ['the greeting is of another protocol', ['220 mx'], malformed('the greeting is "220 mx"'), []],
    ['the greeting begins with a longer word than +OK', ['+OKAY'], malformed('the greeting is "+OKAY"'), []],
    [
      'STLS is not listed',
      ['+OK', '+OK list\nUIDL\nSTLSX\n.'],
      { starttls: 'not-offered', answer: '+OK list UIDL STLSX' },
      ['CAPA', 'QUIT'],
    ],
    [
      'CAPA is answered in another protocol',
      ['+OK', '502 what'],
      malformed('the response to CAPA is "502 what"'),
      ['CAPA'],
    ],
    [
      'STLS is refused',
      ['+OK', named, '-ERR no'],
      { starttls: 'refused', answer: '-ERR no' },
      ['CAPA', 'STLS', 'QUIT'],
    ],
    [
      'STLS is refused, and could not be listed',
      ['+OK', '-ERR what', '-ERR what'],
      { starttls: 'not-offered', answer: '-ERR what' },
      ['CAPA', 'STLS', 'QUIT'],
    ],
    [
      'STLS is answered with more',
      ['+OK', named, '+ go'],
      malformed('the response to STLS is "+ go"'),
      ['CAPA', 'STLS'],
    ],
  ])('if %s', (_what, turns, end, said) => {
    expect(talkWith(POP3_DIALOGUE, ...turns)).toMatchObject({ end, said });
  });

  it('and ends when QUIT has its response', () => {
    expect(talkWith(POP3_DIALOGUE, '-ERR no').isDone).toBe(false);
    expect(talkWith(POP3_DIALOGUE, '-ERR no', '+OK bye').isDone).toBe(true);
  });
});
