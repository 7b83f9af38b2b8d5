import { describe, expect, it } from 'vitest';
import { changelogProblems } from '../../../config/release/changelog-problems.ts';

const release = (title: string, text = '### Added\n\n- A thing.\n'): string => `## ${title}\n\n${text}\n`;
const RELEASE = { isDraft: false, today: '2026-11-30' };
const problems = (...sections: readonly string[]): readonly string[] =>
  changelogProblems(`# Changelog\n\n${sections.join('')}`, RELEASE);

describe('the changelog of a release', () => {
  it('has dated sections, the newest first', () => {
    expect(
      problems(release('1.10.0 – 2026-11-30'), release('1.9.1 – 2026-11-29'), release('1.9.0 – 2026-11-29')),
    ).toEqual([]);
  });

  it.each([
    ['an unreleased change', [release('Unreleased')], 'Unreleased has 1 changes'],
    [
      'a section without a date',
      [release('1.0.0')],
      '"1.0.0" is neither Unreleased nor of the form "1.2.3 – 2026-11-30"',
    ],
    ['a day that is not in the calendar', [release('1.0.0 – 2026-02-30')], '1.0.0 has the date 2026-02-30'],
    ['a day in the future', [release('1.0.0 – 2026-12-01')], '1.0.0 has the date 2026-12-01'],
    ['an older section first', [release('1.0.0 – 2026-11-01'), release('1.1.0 – 2026-11-02')], '1.1.0 is below 1.0.0'],
    ['a later date below', [release('1.1.0 – 2026-11-01'), release('1.0.0 – 2026-11-02')], '1.0.0 is below 1.1.0'],
    [
      'an unknown kind of change',
      [release('1.0.0 – 2026-11-01', '### News\n\n- A thing.\n')],
      '1.0.0 – 2026-11-01: "News"',
    ],
    ['a section without changes', [release('1.0.0 – 2026-11-01', '')], '1.0.0 has no changes'],
    ['no section', [], 'there are no sections'],
  ])('is refused with %s', (_, sections, problem) => {
    expect(problems(...sections)).toEqual([expect.stringContaining(problem)]);
  });

  it('can have unreleased changes in a draft, at the top', () => {
    const sections = [release('1.0.0 – 2026-11-01'), release('Unreleased')];
    const draft = { ...RELEASE, isDraft: true };
    expect(changelogProblems(sections.toReversed().join(''), draft)).toEqual([]);
    expect(changelogProblems(sections.join(''), draft)).toEqual(['Unreleased is not the first section']);
  });
});
