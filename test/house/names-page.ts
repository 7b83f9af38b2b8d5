import { NAME_COUNTS, NAME_DIFFERENCES, NAME_REASONS } from '../domain/certificate/name-differences.ts';

/** As code in a table: an empty name, or one with a backtick, does not occur. */
const code = (text: string): string => `\`${text}\``;

const INTRODUCTION = `# How names are compared

By RFC 9525: DNS names as A-labels, whatever their case; a wildcard is the whole left-most label and stands for one label;
nothing is matched that is not a DNS name. A certificate's CN counts as Exchange counts it, and event 1307 tells of it. Which
of several certificates is taken: [selection.md](selection.md).

Of the ${NAME_COUNTS.rows.toLocaleString('en')} rows of the tables that Go and OpenSSL test themselves with, mailcertd says the same on ${(NAME_COUNTS.rows - NAME_COUNTS.different).toLocaleString('en')}. The others, each once:`;

/** docs/names.md, whole. */
export function renderNamesPage(): string {
  const sections = Object.entries(NAME_REASONS).map(([why, reason]) => {
    const rows = NAME_DIFFERENCES.filter((difference) => difference[4] === why).map(
      ([program, presented, reference, theirs]) =>
        `| ${code(presented)} | ${code(reference)} | ${program} ${theirs === 'match' ? 'yes' : 'no'} | ${theirs === 'match' ? 'no' : 'yes'} |`,
    );
    const title = `${why.charAt(0).toUpperCase()}${why.slice(1)}`;
    const table = ['| presented | looked for | there | here |', '|---|---|---|---|', ...rows].join('\n');
    return `## ${title}\n\nBecause ${reason}.\n\n${table}`;
  });
  return `${[INTRODUCTION, ...sections].join('\n\n')}\n`;
}
