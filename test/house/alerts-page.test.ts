import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { alertJson } from '../../src/formats/alert-body/alert-json.ts';
import { hookVariables } from '../../src/formats/alert-body/hook-variables.ts';
import { plausibleAlerts } from '../formats/alert-body/alerts.ts';
import { EN } from '../formats/event/records.ts';

/** Returns the words in the first column of the table under a heading. */
function textOf(page: string, heading: string): readonly string[] {
  const [, section = ''] = readFileSync(page, 'utf8').split(`## ${heading}\n`);
  const rows = section.split('\n## ')[0]?.match(/^\| `.*?\|/gm) ?? [];
  return rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].flatMap(([, word]) => word ?? [])).toSorted();
}

const alerts = plausibleAlerts().map(({ alert }) => alert);

describe('the alerts page', () => {
  test('names every key of the JSON, and no other', () => {
    const over = alerts.map((alert) => ({ ...alert, resolvedSince: alert.createdAt }));
    const keys = [...alerts, ...over].flatMap((alert) => Object.keys(JSON.parse(alertJson(alert, EN)).data));
    expect(textOf('docs/alerts.md', 'The JSON')).toEqual([...new Set(keys)].toSorted());
  });

  test('names every variable of the environment, and no other', () => {
    const names = alerts.flatMap((alert) => Object.keys(hookVariables(alert, 'en')));
    expect(textOf('docs/hooks.md', 'Environment variables')).toEqual([...new Set(names)].toSorted());
  });
});
