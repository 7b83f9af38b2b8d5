import { describe, expect, it } from 'vitest';
import { smtpDialogue } from '../../../src/formats/starttls/smtp.ts';
import { saying } from '../../domain/failure/saying.ts';
import { talkWith } from './talk-with.ts';

const SMTP = smtpDialogue('EHLO', 'mail01.contoso.com');
const LMTP = smtpDialogue('LHLO', 'mail01.contoso.com');
const EHLO = 'EHLO mail01.contoso.com';

describe('SMTP starts TLS', () => {
  it.each([
    ['a server that names STARTTLS first', ['220 mx ESMTP', '250-mx\n250-STARTTLS\n250 SIZE 1000', '220 go']],
    ['one that names it last', ['220 mx ESMTP', '250-mx\n250-SIZE\n250 STARTTLS', '220 2.0.0 go']],
    ['one that names it in lower case', ['220 mx', '250-mx\n250 starttls', '220']],
    ['one that delays the end of its greeting', ['220-mx teases\n220 mx ESMTP', '250-mx\n250 STARTTLS', '220 go']],
    ['one whose greeting is only a code', ['220', '250-mx\n250 StartTLS ', '220 go']],
    ['one that answers in several lines', ['220 mx', '250-mx\n250 STARTTLS', '220-go\n220 on']],
  ])('with %s', (_what, turns) => {
    expect(talkWith(SMTP, ...turns)).toMatchObject({ said: [EHLO, 'STARTTLS'], end: 'upgrade' });
  });
});

describe('SMTP does not start TLS', () => {
  const refused = (detail: string): object => ({ reason: 'refused', failure: saying(detail) });
  const malformed = (detail: string): object => ({ reason: 'response_malformed', failure: saying(detail) });
  const answered = (starttls: string, answer: string): object => ({ starttls, answer });
  it.each([
    // At the greeting.
    ['421 is the greeting', ['421 4.3.2 down'], refused('421 4.3.2 down'), ['QUIT']],
    [
      '554 is the greeting, in two lines',
      ['554-blocked\n554 see http://b'],
      refused('554 blocked see http://b'),
      ['QUIT'],
    ],
    ['the greeting continues', ['354 go on'], malformed('the greeting is "354 go on"'), []],
    ['the greeting is of another protocol', ['* OK'], malformed('the greeting is "* OK"'), []],
    ['a code has four digits', ['2200 mx'], malformed('the greeting is "2200 mx"'), []],
    // After EHLO.
    ['STARTTLS is not listed', ['220 mx', '250-mx\n250 SIZE'], answered('not-offered', '250 mx SIZE'), [EHLO, 'QUIT']],
    [
      'STARTTLS is only the name of the host',
      ['220 mx', '250 STARTTLS'],
      answered('not-offered', '250 STARTTLS'),
      [EHLO, 'QUIT'],
    ],
    [
      'a longer keyword is listed instead',
      ['220 mx', '250-mx\n250 STARTTLSX'],
      answered('not-offered', '250 mx STARTTLSX'),
      [EHLO, 'QUIT'],
    ],
    ['EHLO is refused temporarily', ['220 mx', '451 later'], refused('451 later'), [EHLO, 'QUIT']],
    [
      'EHLO is unknown, and HELO is known',
      ['220 mx', '502 what', '250 mx'],
      answered('not-offered', '502 what'),
      [EHLO, 'HELO mail01.contoso.com', 'QUIT'],
    ],
    [
      'EHLO and HELO are refused',
      ['220 mx', '550 no', '550 no again'],
      refused('550 no again'),
      [EHLO, 'HELO mail01.contoso.com', 'QUIT'],
    ],
    ['EHLO is answered with 354', ['220 mx', '354 go'], malformed('the response to EHLO is "354 go"'), [EHLO]],
    [
      'HELO is not answered in SMTP',
      ['220 mx', '500 what', 'what'],
      malformed('the response to HELO is "what"'),
      [EHLO, 'HELO mail01.contoso.com'],
    ],
    // After STARTTLS.
    [
      'STARTTLS is refused temporarily',
      ['220 mx', '250-mx\n250 STARTTLS', '454 no TLS'],
      answered('refused', '454 no TLS'),
      [EHLO, 'STARTTLS', 'QUIT'],
    ],
    [
      'STARTTLS is refused',
      ['220 mx', '250-mx\n250 STARTTLS', '530 no'],
      answered('refused', '530 no'),
      [EHLO, 'STARTTLS', 'QUIT'],
    ],
    [
      'the server shuts down',
      ['220 mx', '250-mx\n250 STARTTLS', '421 bye'],
      refused('421 bye'),
      [EHLO, 'STARTTLS', 'QUIT'],
    ],
    [
      'the response continues',
      ['220 mx', '250-mx\n250 STARTTLS', '334 go'],
      malformed('the response to STARTTLS is "334 go"'),
      [EHLO, 'STARTTLS'],
    ],
  ])('if %s', (_what, turns, end, said) => {
    expect(talkWith(SMTP, ...turns)).toMatchObject({ said, end });
  });

  it('and ends when QUIT has its response, whatever it is', () => {
    expect(talkWith(SMTP, '554 no', '221 bye').isDone).toBe(true);
    expect(talkWith(SMTP, '554 no', 'what?').isDone).toBe(true);
    expect(talkWith(SMTP, '554 no').isDone).toBe(false);
  });
});

describe('LMTP', () => {
  it('sends LHLO, and starts TLS', () => {
    const talked = talkWith(LMTP, '220 mx LMTP', '250-mx\n250-8BITMIME\n250 STARTTLS', '220 go');
    expect(talked).toMatchObject({ said: ['LHLO mail01.contoso.com', 'STARTTLS'], end: 'upgrade' });
  });

  it('has no older greeting', () => {
    const talked = talkWith(LMTP, '220 mx SMTP', '500 what');
    expect(talked).toMatchObject({
      said: ['LHLO mail01.contoso.com', 'QUIT'],
      end: { reason: 'refused', failure: saying('500 what') },
    });
  });
});
