import { NAME_COUNTS, NAME_DIFFERENCES, NAME_REASONS } from '../domain/certificate/name-differences.ts';

/** Returns a text as code in a table. It must not be empty or contain a backtick. */
const code = (text: string): string => `\`${text}\``;

const INTRODUCTION = `# Name matching: differences from Go and OpenSSL

This page is for developers. Users find the rules in [How a certificate is selected](../selection.md). The rows are from
\`test/domain/certificate/name-differences.ts\`.

The test tables of Go and OpenSSL have ${NAME_COUNTS.rows.toLocaleString('en')} rows. mailcertd gives the same result for ${(NAME_COUNTS.rows - NAME_COUNTS.different).toLocaleString('en')}. Some of the other ${NAME_COUNTS.different} rows are equal, so there are ${NAME_DIFFERENCES.length} different cases, listed below. *Matches* means: the certificate is valid for the required name.`;

/** Returns the whole docs/dev/names.md. */
export function renderNamesPage(): string {
  const sections = Object.entries(NAME_REASONS).map(([why, reason]) => {
    const rows = NAME_DIFFERENCES.filter((difference) => difference[4] === why).map(
      ([program, presented, reference, theirs]) =>
        `| ${code(presented)} | ${code(reference)} | ${program}: ${theirs === 'match' ? 'yes' : 'no'} | ${theirs === 'match' ? 'no' : 'yes'} |`,
    );
    const title = `${why.charAt(0).toUpperCase()}${why.slice(1)}`;
    const table = [
      '| name in the certificate | required name | other program matches | mailcertd matches |',
      '|---|---|---|---|',
      ...rows,
    ].join('\n');
    return `## ${title}\n\nReason: ${reason}.\n\n${table}`;
  });
  return `${[INTRODUCTION, ...sections].join('\n\n')}\n`;
}
