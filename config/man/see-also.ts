import type { Locale } from '../../src/domain/text/locale.ts';
import { inLanguage } from '../../src/domain/text/phrase.ts';
import { escapeRoff } from './escape-roff.ts';
import { MAN_PHRASES } from './man-phrases.ts';
import { type ManualName, manualOf } from './manual-of.ts';
import type { RoffPage } from './roff-page.ts';

/** Directory of an installed mailcertd, as in docs/install.md. */
const INSTALLED = '/usr/lib/mailcertd';

/** Returns the name of a manual page in bold, its section not. */
export function manualReference(name: ManualName): string {
  const end = name.indexOf('(');
  return `\\fB${escapeRoff(name.slice(0, end))}\\fR${name.slice(end)}`;
}

/** Pages in order of their section, then of their name. */
function bySection(a: ManualName, b: ManualName): number {
  const section = Number(a.at(-2)) - Number(b.at(-2));
  return section === 0 ? (a < b ? -1 : 1) : section;
}

/** Adds the section SEE ALSO: manual pages, and linked documents that no manual page contains. */
export function renderSeeAlso(
  page: RoffPage,
  locale: Locale,
  {
    self,
    manuals,
    links,
  }: { readonly self: ManualName; readonly manuals: readonly ManualName[]; readonly links: ReadonlySet<string> },
): void {
  const names = new Set(manuals);
  const files: string[] = [];
  for (const link of links) {
    const manual = manualOf(link);
    if (manual === undefined) files.push(`\\fI${escapeRoff(`${INSTALLED}/${link}`)}\\fR`);
    else names.add(manual);
  }
  names.delete(self);
  page.heading(inLanguage(MAN_PHRASES, locale).seeAlso);
  page.paragraph([...names].sort(bySection).map(manualReference).join(', '));
  page.brokenLines(files.sort());
}
