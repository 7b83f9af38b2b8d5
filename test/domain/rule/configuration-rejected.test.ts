import { describe, expect, it } from 'vitest';
import { assess } from '../../../src/domain/assessment/assess.ts';
import { configurationRejected as event } from '../../../src/domain/event/catalog/configuration-rejected.ts';
import { CONFIGURATION_FAILURES } from '../../../src/domain/failure/configuration-failures.ts';
import type { Reason } from '../../../src/domain/failure/problem.ts';
import { configurationRejected } from '../../../src/domain/rule/configuration-rejected.ts';
import type { Locale } from '../../../src/domain/text/locale.ts';
import { ConfigurationError } from '../../../src/work/errors.ts';
import { eventLines } from '../event/event-lines.ts';
import { said } from '../failure/said.ts';
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
    const rejectedConfiguration = { reason, location: FILE, failure: said(`${FILE}:1:1: x`), rejections: 1 };
    const observation = new Life().observe({ ...CALM, service: { rejectedConfiguration } });
    const [finding] = configurationRejected.evaluate(assess(observation, SETTINGS));
    if (finding === undefined) throw new Error('no finding');
    expect(finding.remedy).toEqual([command.split(' ')]);
    const localization = { locale: 'en', offsetMinutes: () => 0 } as const;
    expect(eventLines(event, finding, localization)[0]).toMatch(english);
    expect(eventLines(event, finding, { ...localization, locale: 'ja' })[0]).toMatch(japanese);
  },
);

describe('the errors of a rejected configuration', () => {
  const issue = { file: FILE, line: 7, column: 1, failure: CONFIGURATION_FAILURES.list_empty({ key: 'roles' }) };
  const { message: detail, failure } = new ConfigurationError([issue, { ...issue, line: 9 }]);
  const reason = 'configuration_invalid' as const;

  /** Returns the lines after the first one. */
  function errorLines(locale: Locale, isEarlier = false): readonly string[] {
    const rejectedConfiguration = { reason, location: FILE, rejections: 1, failure };
    const observation = new Life().observe({ ...CALM, service: { rejectedConfiguration } });
    const [finding] = configurationRejected.evaluate(assess(observation, SETTINGS));
    if (finding === undefined) throw new Error('no finding');
    expect(finding.parameters).toEqual([FILE, detail]);
    // The record is stored as JSON.
    const { failure: stored, ...earlier } = JSON.parse(JSON.stringify(finding.facts));
    const facts = isEarlier ? earlier : { ...earlier, failure: stored };
    return eventLines(event, { ...finding, facts }, { locale, offsetMinutes: () => 0 }).slice(1);
  }

  it('are in the language of the reader', () => {
    expect(errorLines('en')).toEqual(detail.split('\n'));
    expect(errorLines('ja')).toEqual([
      `${FILE}:7:1: roles には 1 個以上の項目を指定してください`,
      `${FILE}:9:1: roles には 1 個以上の項目を指定してください`,
    ]);
  });

  it('are those of the record if it is of an earlier version, without a failure', () => {
    expect(errorLines('ja', true)).toEqual(detail.split('\n'));
  });
});
