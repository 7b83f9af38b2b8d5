import type { Locale } from '../../src/domain/text/locale.ts';
import { commandPages } from './command-pages.ts';
import { configurationPage } from './configuration-page.ts';
import { eventsPage } from './events-page.ts';
import type { PageSources } from './page-sources.ts';

/** Directory of a language below the directory of manual pages. */
const DIRECTORIES: Readonly<Record<Locale, string>> = { en: '', ja: 'ja/' };

const LOCALES = Object.keys(DIRECTORIES) as readonly Locale[];

/** Returns all manual pages by their path, as below /usr/share/man: `man1/mailcertd.1`. */
export function manualPages(sources: PageSources): ReadonlyMap<string, string> {
  const pages = new Map([['man5/mailcertd.yaml.5', configurationPage(sources)]]);
  for (const locale of LOCALES) {
    const directory = DIRECTORIES[locale];
    for (const [name, text] of commandPages(sources, locale)) pages.set(`${directory}man1/${name}.1`, text);
    pages.set(`${directory}man7/mailcertd-events.7`, eventsPage(sources, locale));
  }
  return pages;
}
