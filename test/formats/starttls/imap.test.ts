import { describe, expect, it } from 'vitest';
import { IMAP_DIALOGUE } from '../../../src/formats/starttls/imap.ts';
import { talkWith } from './talk-with.ts';

const OK = '* OK ready';

describe('IMAP starts TLS', () => {
  it.each([
    ['a greeting that is silent is asked', [OK, '* CAPABILITY IMAP4rev1 STARTTLS\na1 OK done', 'a2 OK go'], true],
    ['a greeting that lists it is not', ['* OK [CAPABILITY IMAP4rev1 STARTTLS] hi', 'a2 OK go'], false],
    ['one that lists others is', ['* OK [CAPABILITY IMAP4rev1] hi', '* CAPABILITY STARTTLS\na1 OK', 'a2 OK'], true],
    [
      'the capability is in brackets after the response',
      [OK, 'a1 OK [CAPABILITY IMAP4rev1 STARTTLS] done', 'a2 OK'],
      true,
    ],
    ['all is in lower case', ['* ok hi', '* capability imap4rev1 starttls\na1 ok', 'a2 ok go'], true],
    ['other responses are between', [OK, '* ID NIL\n* CAPABILITY STARTTLS\na1 OK', '* OK wait\na2 OK'], true],
  ])('where %s', (_what, turns, isAsked) => {
    const said = isAsked ? ['a1 CAPABILITY', 'a2 STARTTLS'] : ['a2 STARTTLS'];
    expect(talkWith(IMAP_DIALOGUE, ...turns)).toMatchObject({ said, end: 'upgrade' });
  });
});

describe('IMAP does not start TLS', () => {
  const listed = '* CAPABILITY STARTTLS\na1 OK';
  const referral = '[REFERRAL imap://other.contoso.com/] elsewhere';
  it.each([
    ['the greeting is BYE', ['* BYE down'], { reason: 'refused', detail: '* BYE down' }, []],
    ['it refers us elsewhere', [`* BYE ${referral}`], { reason: 'refused', detail: `* BYE ${referral}` }, []],
    ['it knows us', ['* PREAUTH hi'], { starttls: 'not-offered', answer: '* PREAUTH hi' }, ['a3 LOGOUT']],
    ['it is another protocol', ['220 mx'], { reason: 'response_malformed', detail: 'the greeting is "220 mx"' }, []],
    [
      'it is not listed',
      [OK, '* CAPABILITY IMAP4rev1 XSTARTTLS\na1 OK'],
      { starttls: 'not-offered', answer: '* CAPABILITY IMAP4rev1 XSTARTTLS a1 OK' },
      ['a1 CAPABILITY', 'a3 LOGOUT'],
    ],
    [
      'it refuses CAPABILITY',
      [OK, 'a1 BAD what'],
      { reason: 'refused', detail: 'a1 BAD what' },
      ['a1 CAPABILITY', 'a3 LOGOUT'],
    ],
    ['the next response is BYE', [OK, '* BYE down'], { reason: 'refused', detail: '* BYE down' }, ['a1 CAPABILITY']],
    [
      'it wants more of the command',
      [OK, '+ go on'],
      { reason: 'response_malformed', detail: 'the response to CAPABILITY is "+ go on"' },
      ['a1 CAPABILITY'],
    ],
    [
      'it refuses',
      [OK, listed, `a2 NO ${referral}`],
      { starttls: 'refused', answer: `a2 NO ${referral}` },
      ['a1 CAPABILITY', 'a2 STARTTLS', 'a3 LOGOUT'],
    ],
    [
      'it shuts down on the command',
      [OK, listed, '* BYE down'],
      { reason: 'refused', detail: '* BYE down' },
      ['a1 CAPABILITY', 'a2 STARTTLS'],
    ],
    [
      'it answers another command',
      [OK, listed, 'a1 OK'],
      { reason: 'response_malformed', detail: 'the response to STARTTLS is "a1 OK"' },
      ['a1 CAPABILITY', 'a2 STARTTLS'],
    ],
  ])('where %s', (_what, turns, end, said) => {
    expect(talkWith(IMAP_DIALOGUE, ...turns)).toMatchObject({ end, said });
  });

  it('and ends when LOGOUT has its response, after its BYE', () => {
    expect(talkWith(IMAP_DIALOGUE, '* PREAUTH hi', '* BYE bye').isDone).toBe(false);
    expect(talkWith(IMAP_DIALOGUE, '* PREAUTH hi', '* BYE bye\na3 OK').isDone).toBe(true);
  });
});
