import { describe, expect, test } from 'vitest';
import { definitionOf } from '../../../src/domain/event/catalog/all.ts';
import { mailEffect } from '../../../src/formats/alert-body/mail-effect.ts';
import { eventRecord } from '../alert/event-records.ts';
import { completeFacts } from './complete-facts.ts';

function factsOf(probe: string): { connector: string; probes: readonly string[]; detail: string } {
  return { connector: 'Edge', probes: [probe], detail: 'not-offered' };
}

function effectLine(eventId: number, probe: string): string | undefined {
  const content = { parameters: ['Edge', probe], facts: completeFacts(eventId, factsOf(probe)) };
  return definitionOf(eventId)?.describe(content, { locale: 'en', offsetMinutes: () => 0 }).effect;
}

describe.each([1401, 1402])('the effect of a server without STARTTLS in %i', (eventId) => {
  test.each([
    ['smtp://mail.contoso.com:25', /other servers send mail unencrypted, or defer it/i],
    ['lmtp://mail.contoso.com:24', /other servers send mail unencrypted, or defer it/i],
    ['imap://mail.contoso.com:143', /clients that require STARTTLS cannot connect/i],
    ['pop3://mail.contoso.com:110', /clients that require STARTTLS cannot connect/i],
    ['sieve://mail.contoso.com:4190', /clients that require STARTTLS cannot connect/i],
  ])('at %s depends on the protocol', (probe, effect) => {
    expect(effectLine(eventId, probe)).toMatch(effect);
    expect(mailEffect(eventRecord({ eventId, facts: factsOf(probe) }), 'en')).toMatch(effect);
  });
});
