import { describe, expect, it } from 'vitest';
import { IMAP_DIALOGUE } from '../../../src/formats/starttls/imap.ts';
import { saying } from '../../domain/failure/saying.ts';
import { talkWith } from './talk-with.ts';

const OK = '* OK ready';

describe('IMAP starts TLS', () => {
  it.each([
    [
      'the greeting has no capabilities, which are then requested',
      [OK, '* CAPABILITY IMAP4rev1 STARTTLS\na1 OK done', 'a2 OK go'],
      true,
    ],
    [
      'the greeting lists STARTTLS, so that no capabilities are requested',
      ['* OK [CAPABILITY IMAP4rev1 STARTTLS] hi', 'a2 OK go'],
      false,
    ],
    [
      'the greeting lists other capabilities, so that all are requested',
      ['* OK [CAPABILITY IMAP4rev1] hi', '* CAPABILITY STARTTLS\na1 OK', 'a2 OK'],
      true,
    ],
    [
      'the capability is in brackets after the response',
      [OK, 'a1 OK [CAPABILITY IMAP4rev1 STARTTLS] done', 'a2 OK'],
      true,
    ],
    ['all is in lower case', ['* ok hi', '* capability imap4rev1 starttls\na1 ok', 'a2 ok go'], true],
    ['there are other responses in between', [OK, '* ID NIL\n* CAPABILITY STARTTLS\na1 OK', '* OK wait\na2 OK'], true],
  ])('if %s', (_what, turns, isAsked) => {
    const said = isAsked ? ['a1 CAPABILITY', 'a2 STARTTLS'] : ['a2 STARTTLS'];
    expect(talkWith(IMAP_DIALOGUE, ...turns)).toMatchObject({ said, end: 'upgrade' });
  });
});

describe('IMAP does not start TLS', () => {
  const listed = '* CAPABILITY STARTTLS\na1 OK';
  const referral = '[REFERRAL imap://other.contoso.com/] elsewhere';
  it.each([
    ['the greeting is BYE', ['* BYE down'], { reason: 'refused', failure: saying('* BYE down') }, []],
    [
      'the greeting refers to another server',
      [`* BYE ${referral}`],
      { reason: 'refused', failure: saying(`* BYE ${referral}`) },
      [],
    ],
    ['the greeting is PREAUTH', ['* PREAUTH hi'], { starttls: 'not-offered', answer: '* PREAUTH hi' }, ['a3 LOGOUT']],
    [
      'the greeting is of another protocol',
      ['220 mx'],
      { reason: 'response_malformed', failure: saying('the greeting is "220 mx"') },
      [],
    ],
    [
      'STARTTLS is not listed',
      [OK, '* CAPABILITY IMAP4rev1 XSTARTTLS\na1 OK'],
      { starttls: 'not-offered', answer: '* CAPABILITY IMAP4rev1 XSTARTTLS a1 OK' },
      ['a1 CAPABILITY', 'a3 LOGOUT'],
    ],
    [
      'CAPABILITY is refused',
      [OK, 'a1 BAD what'],
      { reason: 'refused', failure: saying('a1 BAD what') },
      ['a1 CAPABILITY', 'a3 LOGOUT'],
    ],
    [
      'the next response is BYE',
      [OK, '* BYE down'],
      { reason: 'refused', failure: saying('* BYE down') },
      ['a1 CAPABILITY'],
    ],
    [
      'the response to CAPABILITY is a continuation request',
      [OK, '+ go on'],
      { reason: 'response_malformed', failure: saying('the response to CAPABILITY is "+ go on"') },
      ['a1 CAPABILITY'],
    ],
    [
      'STARTTLS is refused',
      [OK, listed, `a2 NO ${referral}`],
      { starttls: 'refused', answer: `a2 NO ${referral}` },
      ['a1 CAPABILITY', 'a2 STARTTLS', 'a3 LOGOUT'],
    ],
    [
      'the response to STARTTLS is BYE',
      [OK, listed, '* BYE down'],
      { reason: 'refused', failure: saying('* BYE down') },
      ['a1 CAPABILITY', 'a2 STARTTLS'],
    ],
    [
      'the response to STARTTLS has another tag',
      [OK, listed, 'a1 OK'],
      { reason: 'response_malformed', failure: saying('the response to STARTTLS is "a1 OK"') },
      ['a1 CAPABILITY', 'a2 STARTTLS'],
    ],
  ])('if %s', (_what, turns, end, said) => {
    expect(talkWith(IMAP_DIALOGUE, ...turns)).toMatchObject({ end, said });
  });

  it('and ends when LOGOUT has its response, after its BYE', () => {
    expect(talkWith(IMAP_DIALOGUE, '* PREAUTH hi', '* BYE bye').isDone).toBe(false);
    expect(talkWith(IMAP_DIALOGUE, '* PREAUTH hi', '* BYE bye\na3 OK').isDone).toBe(true);
  });
});
