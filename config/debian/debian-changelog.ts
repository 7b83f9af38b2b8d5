import type { PackageVersion } from './package-version.ts';

const WIDTH = 78;

/** Returns Markdown as plain text: links are their text. */
const plain = (markdown: string): string => markdown.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1').replace(/`/g, '');

/** Returns words as lines of at most 78 characters. */
function wrapped(text: string, first: string, others: string): string {
  const lines: string[] = [];
  let line = first;
  for (const word of text.split(/\s+/)) {
    if (line.length + 1 + word.length > WIDTH && line.trim() !== '') {
      lines.push(line);
      line = others;
    }
    line += line.endsWith(' ') ? word : ` ${word}`;
  }
  return [...lines, line].join('\n');
}

/** Returns the day or time of a version as RFC 5322 requires, in UTC. */
const rfc5322 = (ms: number): string => new Date(ms).toUTCString().replace('GMT', '+0000');

/** Returns the sections of a text between headings, each with its heading. */
function sectionsOf(
  markdown: string,
  heading: '##' | '###',
): readonly { readonly title: string; readonly text: string }[] {
  const [, ...sections] = markdown.split(new RegExp(`^${heading} `, 'm'));
  return sections.map((section) => {
    const [title = '', ...lines] = section.split('\n');
    return { title: title.trim(), text: lines.join('\n') };
  });
}

/** Returns the items of the lists in a text, each on one line. */
const itemsOf = (markdown: string): readonly string[] =>
  markdown
    .split(/^- /m)
    .slice(1)
    .map((item) =>
      plain(item.split('\n\n')[0] ?? '')
        .replace(/\s+/g, ' ')
        .trim(),
    );

/**
 * Returns CHANGELOG.md in the format of Debian.
 * @param unreleased version and time of unreleased changes
 * @see https://www.debian.org/doc/debian-policy/ch-source.html#debian-changelog-debian-changelog
 */
export function debianChangelog(markdown: string, unreleased: PackageVersion, maintainer: string): string {
  const entries = sectionsOf(markdown, '##').map(({ title, text }) => {
    const [, released, day] = /^([\d.]+) – (\d{4}-\d\d-\d\d)$/.exec(title) ?? [];
    const version = released ?? unreleased.version;
    const time = day === undefined ? unreleased.time * 1000 : Date.parse(day);
    const changes = sectionsOf(text, '###').flatMap((kind) =>
      itemsOf(kind.text).map((item) => wrapped(`${kind.title}: ${item}`, '  *', '    ')),
    );
    const entry = changes.length > 0 ? changes : ['  * No changes for users.'];
    return `mailcertd (${version}) unstable; urgency=medium\n\n${entry.join('\n')}\n\n -- ${maintainer}  ${rfc5322(time)}\n`;
  });
  return entries.join('\n');
}
