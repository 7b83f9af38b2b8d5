import type { Configuration } from '../adapters/config/configuration.ts';
import { offsetMinutesOf } from '../adapters/system/offset-minutes.ts';
import { definitionOf } from '../domain/event/catalog/all.ts';
import type { Locale } from '../domain/text/locale.ts';
import type { Rendering } from '../formats/event/rendering.ts';
import { findPages } from './find-pages.ts';
import { findTranslatedPages } from './find-translated-pages.ts';

/**
 * Returns how texts of events are rendered.
 * @param locale the language of the command line; left out for that of the configuration
 */
export function renderingOf(configuration: Configuration, locale: Locale = configuration.locale): Rendering {
  const { helpLink, timezone, settings } = configuration;
  const translatedPages = findTranslatedPages(helpLink, locale);
  return {
    locale,
    helpLink: findPages(helpLink),
    ...(translatedPages === undefined ? {} : { translatedPages }),
    offsetMinutes: offsetMinutesOf(timezone),
    definitionOf,
    command: settings.command,
  };
}
