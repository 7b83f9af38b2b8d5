import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locale } from '../domain/text/locale.ts';
import type { TranslatedPages } from '../formats/event/rendering.ts';
import { PACKAGE } from './find-pages.ts';

/** The default `helpLink`: the English pages of the package. */
const ENGLISH_PAGES = 'docs/events/{id}.md';

/**
 * Returns the translated event pages in the package; undefined for English and for a language
 * without pages, or if `helpLink` in the configuration is not the default.
 */
export function findTranslatedPages(
  helpLink: string,
  locale: Locale,
  packageDirectory: string = PACKAGE,
): TranslatedPages | undefined {
  if (helpLink !== ENGLISH_PAGES) return undefined;
  const directory = join(packageDirectory, 'docs', locale, 'events');
  const eventIds = new Set(
    namesIn(directory).flatMap((name) => (/^\d+\.md$/.test(name) ? [Number.parseInt(name, 10)] : [])),
  );
  return eventIds.size === 0 ? undefined : { helpLink: join(directory, '{id}.md'), eventIds };
}

/** Returns the names of the files in a directory; empty if it cannot be read. */
function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
