import { expect, it } from 'vitest';
import { assess } from '../../../src/domain/assessment/assess.ts';
import { configurationRejected as event } from '../../../src/domain/event/catalog/configuration-rejected.ts';
import type { Reason } from '../../../src/domain/problem.ts';
import { configurationRejected } from '../../../src/domain/rule/configuration-rejected.ts';
import { eventLines } from '../event/event-lines.ts';
import { CALM, Life, SETTINGS } from '../world.ts';

const FILE = '/etc/mailcertd/mailcertd.yaml';

it.each<readonly [Reason, string, RegExp, RegExp]>([
  ['configuration_invalid', 'mailcertd config check', /has errors and was rejected/, /に誤りがあるため/],
  [
    'restart_required',
    'systemctl restart mailcertd',
    /was not loaded: mailcertd must be restarted/,
    /再起動が必要なため/,
  ],
])(
  'a rejected configuration names the cause and its fix in both languages: %s',
  (reason, command, english, japanese) => {
    const rejectedConfiguration = { reason, location: FILE, detail: `${FILE}:1:1: x`, rejections: 1 };
    const observation = new Life().observe({ ...CALM, service: { rejectedConfiguration } });
    const [finding] = configurationRejected.evaluate(assess(observation, SETTINGS));
    if (finding === undefined) throw new Error('no finding');
    expect(finding.remedy).toEqual([command.split(' ')]);
    const localization = { locale: 'en', offsetMinutes: () => 0 } as const;
    expect(eventLines(event, finding, localization)[0]).toMatch(english);
    expect(eventLines(event, finding, { ...localization, locale: 'ja' })[0]).toMatch(japanese);
  },
);
