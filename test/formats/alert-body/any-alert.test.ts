import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alertHtml } from '../../../src/formats/alert-body/alert-html.ts';
import { alertJson } from '../../../src/formats/alert-body/alert-json.ts';
import { alertText } from '../../../src/formats/alert-body/alert-text.ts';
import { alertmanagerWebhook } from '../../../src/formats/alert-body/alertmanager-webhook.ts';
import { composeAlert } from '../../../src/formats/alert-body/compose-alert.ts';
import { hookVariables } from '../../../src/formats/alert-body/hook-variables.ts';
import { anyRecord, EN, JA } from '../event/records.ts';
import { alertOf } from './alerts.ts';

const INVISIBLE = /[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Zl}\p{Zp}]/u;
const alerts = fc.array(anyRecord(), { minLength: 1, maxLength: 4 }).map((records) => alertOf(records));

describe('for any content of the records', () => {
  test.each([EN, JA])('text, HTML and environment in $locale contain no invisible characters', (rendering) => {
    fc.assert(
      fc.property(alerts, (alert) => {
        const composed = composeAlert(alert, rendering);
        const html = alertHtml(composed, { level: alert.level, isFixed: false });
        const texts = [composed.subject, ...Object.values(hookVariables(alert, rendering.locale))];
        for (const text of texts) expect(text).not.toMatch(INVISIBLE);
        for (const text of [alertText(composed), html]) expect(text.replaceAll('\n', '')).not.toMatch(INVISIBLE);
        expect(html).not.toMatch(
          /<(?!\/?(?:html|head|meta|title|body|div|p|strong|ul|li|table|tr|th|td|pre|a)\b|!DOCTYPE)/,
        );
      }),
      { numRuns: 300 },
    );
  });

  test('JSON has every name unchanged when it is parsed', () => {
    fc.assert(
      fc.property(alerts, (alert) => {
        const { data } = JSON.parse(alertJson(alert, EN));
        expect(data.records).toHaveLength(alert.records.length);
        for (const [index, { facts, parameters }] of alert.records.entries()) {
          expect(data.records[index].mailcertd.facts.connector).toBe(facts.connector);
          expect(Object.values(data.records[index].winlog.event_data)).toEqual(parameters);
        }
        const body = JSON.parse(alertmanagerWebhook(alert, 'r', EN));
        for (const { labels } of body.alerts)
          for (const value of Object.values(labels)) expect(value).not.toMatch(INVISIBLE);
      }),
      { numRuns: 300 },
    );
  });
});
