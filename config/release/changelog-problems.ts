import { RELEASE_HEADING } from './version-problems.ts';

const UNRELEASED = 'Unreleased';
/** The first word of each heading of the third level, as Keep a Changelog names the kinds. */
const KINDS = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security', 'Not'];

/** Returns whether a text is a day of the calendar, for example `2026-11-30`. */
const isDay = (day: string): boolean => {
  const time = Date.parse(day);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
};

/** Returns whether one version is older than another one. */
function isOlder(version: string, other: string): boolean {
  const [numbers, others] = [version, other].map((each) => each.split('.').map(Number));
  const index = numbers?.findIndex((number, position) => number !== others?.[position]) ?? -1;
  return index >= 0 && (numbers?.[index] ?? 0) < (others?.[index] ?? 0);
}

/**
 * Returns what is wrong in CHANGELOG.md.
 * @param isDraft true: changes may be below Unreleased
 * @param today for example `2026-11-30`; a release is not later
 * @see https://keepachangelog.com/en/1.1.0/
 */
export function changelogProblems(
  markdown: string,
  { isDraft, today }: { readonly isDraft: boolean; readonly today: string },
): readonly string[] {
  const problems: string[] = [];
  const [, ...sections] = markdown.split(/^## /m);
  let newer: { readonly version: string; readonly day: string } | undefined;
  for (const [index, section] of sections.entries()) {
    const [title = '', ...lines] = section.split('\n');
    const [, version = '', day = ''] = RELEASE_HEADING.exec(title) ?? [];
    if (title === UNRELEASED) {
      if (index > 0) problems.push('Unreleased is not the first section');
      if (!isDraft) problems.push(`Unreleased has ${lines.filter((line) => line.startsWith('- ')).length} changes`);
    } else if (version === '') {
      problems.push(`"${title}" is neither Unreleased nor of the form "1.2.3 – 2026-11-30"`);
    } else {
      if (!isDay(day) || day > today) problems.push(`${version} has the date ${day}, which is not a day until today`);
      if (newer !== undefined && (!isOlder(version, newer.version) || day > newer.day)) {
        problems.push(`${version} is below ${newer.version}, but is not older`);
      }
      newer = { version, day };
    }
    for (const [, kind = ''] of section.matchAll(/^### (.*)$/gm)) {
      if (!KINDS.some((known) => kind.startsWith(known))) {
        problems.push(`${title}: "${kind}" is not one of ${KINDS.slice(0, -1).join(', ')}`);
      }
    }
    if (version !== '' && !/^- /m.test(section)) problems.push(`${version} has no changes`);
  }
  if (sections.length === 0) problems.push('there are no sections');
  return problems;
}
