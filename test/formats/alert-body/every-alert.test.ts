import { describe, expect, test } from 'vitest';
import { alertTitle } from '../../../src/domain/alert/alert-title.ts';
import { ALL_EVENTS } from '../../../src/domain/event/catalog/all.ts';
import type { Change } from '../../../src/domain/event/event-record.ts';
import { CHANGE_LABELS } from '../../../src/domain/event/labels.ts';
import { alertHtml } from '../../../src/formats/alert-body/alert-html.ts';
import { alertSubject } from '../../../src/formats/alert-body/alert-subject.ts';
import { alertText } from '../../../src/formats/alert-body/alert-text.ts';
import { composeAlert } from '../../../src/formats/alert-body/compose-alert.ts';
import { PLAUSIBLE } from '../../domain/event/plausible.ts';
import { EN, JA } from '../event/records.ts';
import { plausibleAlerts } from './alerts.ts';

const HOLES = /undefined|NaN|null|\[object|Invalid|\(\)|""|「」|\( *[,;、]|[:：] *$| {2}|\s[,.;。、]|1970|%\d|\{\w+\}/;

/** Events about the service, which exists once: the computer identifies it. */
const OF_THE_SERVICE: readonly number[] = [1001, 1103, 1104, 1110];

/** A condition that continues under another event is not reported as resolved. */
const GOES_ON = /^(?:Expired|Replaced|期限切れ|別のイベントに移行) \d+: /;

/** Returns the state in a subject: after level and event, or before the resolved event. */
const stateIn = (subject: string): string | undefined =>
  /^(?:\S+ \d+ (\S+)|(\S+) \d+):/.exec(subject)?.slice(1).join('').toLowerCase();

describe.each([EN, JA])('every alert in $locale', (rendering) => {
  const { locale } = rendering;
  const alerts = plausibleAlerts();

  if (process.env['PRINT'] === '1') {
    test('is printed for proofreading', () => {
      for (const { alert } of alerts) {
        const composed = composeAlert(alert, rendering);
        console.log(`${composed.subject}\n\n${alertText(composed)}`);
      }
    });
  }

  test('is of an event of the catalog, and each event has one', () => {
    expect(new Set(alerts.map(({ event }) => event.eventId))).toEqual(
      new Set(ALL_EVENTS.map(({ eventId }) => eventId)),
    );
    expect([...PLAUSIBLE.keys()].length).toBe(ALL_EVENTS.length);
  });

  test('has a unique title', () => {
    const titles = ALL_EVENTS.map(({ eventId }) => alertTitle(eventId, locale));
    expect(titles.filter((title) => /\d/.test(title))).toEqual([]);
    expect(new Set(titles).size).toBe(titles.length);
  });

  test('is complete', () => {
    const bad = alerts.flatMap(({ alert }) => {
      const composed = composeAlert(alert, rendering);
      const { subject, sentences, details, fields, link = '', more = '' } = composed;
      const lines = [
        subject,
        ...sentences,
        ...details,
        ...fields.map(({ label, value }) => `${label}: ${value}`),
        link,
        more,
      ];
      return lines.filter((line) => line.trim() === '' || HOLES.test(line)).map((line) => `${alert.eventId}: ${line}`);
    });
    expect(bad).toEqual([]);
  });

  test('has in its subject the problem, the object, the severity and the host', () => {
    const silent = alerts.filter(({ event, state, alert }) => {
      const subject = alertSubject(alert, locale);
      const { facts, parameters } = alert.records[0] ?? { facts: {}, parameters: [] };
      const names = [...parameters, facts.connector, facts.fqdn, facts.store, facts.subject, facts.path];
      const isNamed = names.some((name) => name !== undefined && name.length > 1 && subject.includes(name));
      const continuesAsOther = facts.cleared?.evidence.reason === 'expired';
      const hasState =
        state === 'once' ||
        (continuesAsOther && GOES_ON.test(subject)) ||
        CHANGE_LABELS[state as Change][locale].toLowerCase() === stateIn(subject);
      const isOfService = [event.eventId, alert.eventId].some((id) => OF_THE_SERVICE.includes(id));
      const isWhole =
        subject.includes(alertTitle(alert.eventId, locale, facts, parameters)) &&
        subject.endsWith('[mail01.contoso.com]');
      return !isWhole || !hasState || (!isNamed && !isOfService);
    });
    expect(silent.map(({ alert }) => alertSubject(alert, locale))).toEqual([]);
  });

  test('has the effect on mail, once', () => {
    const label = locale === 'ja' ? /影響: / : /Effect(?: on mail)?: /g;
    for (const { alert } of alerts) {
      const composed = composeAlert(alert, rendering);
      expect(composed.effect).not.toBe('');
      expect(alertText(composed).match(new RegExp(label, 'g'))).toHaveLength(1);
    }
  });

  test('has the same content as HTML and as text', () => {
    for (const { alert } of alerts) {
      const composed = composeAlert(alert, rendering);
      const plain = alertHtml(composed, { level: alert.level, isFixed: alert.state === 'cleared' })
        .replace(/<title>.*?<\/title>/g, '')
        .replace(/<[^>]*>/g, '\n')
        .replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'")
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&amp;', '&');
      const { sentences, details, fields, commands, more } = composed;
      const values = fields.flatMap(({ label, value }) => [label, value]);
      for (const line of [...sentences, ...details, ...values, ...commands, more]) expect(plain).toContain(line);
    }
  });

  test('never throws, whatever the record lacks', () => {
    for (const { alert } of alerts) {
      const records = alert.records.map((record) => ({ ...record, parameters: [], facts: {}, remedy: [] }));
      expect(composeAlert({ ...alert, records }, rendering).subject).toContain(String(alert.eventId));
    }
  });
});
