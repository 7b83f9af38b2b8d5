import { Document, isMap, isPair, isScalar } from 'yaml';
import { definitionOf } from '../../../domain/event/catalog/all.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import type { LogOutput } from '../../../work/ports/outputs.ts';
import type { Configuration } from '../configuration.ts';
import { renderSize } from '../schema/size.ts';
import { showNotifier } from './show-notifier.ts';
import { SHOW_PHRASES } from './show-phrases.ts';
import { showSettings } from './show-settings.ts';

/**
 * Returns the configuration as YAML with every key. Reading it again gives the same configuration.
 * @param locale the language of the comments
 */
export function showConfiguration(configuration: Configuration, locale: Locale): string {
  const { beforeLogs, afterNotifiers } = showSettings(configuration);
  const document = new Document(
    {
      ...beforeLogs,
      logs: configuration.logs.map(showLog),
      notifiers: configuration.notifiers.map(showNotifier),
      ...afterNotifiers,
    },
    // Repeated lists are written again: an alias (`*a1`) would be valid but confusing.
    { aliasDuplicateObjects: false },
  );
  addPlaceComments(document, configuration, locale);
  return document.toString({ lineWidth: 0 });
}

/** Adds comments with the place that sets the profile and each event level. */
function addPlaceComments(document: Document, { decidedAt }: Configuration, locale: Locale): void {
  const comments = inLanguage(SHOW_PHRASES, locale);
  const profile = document.get('profile', true);
  if (isScalar(profile)) profile.comment = ` ${decidedAt.profile ?? comments.default}`;
  const levels = document.get('levels', true);
  if (!isMap(levels)) return;
  for (const pair of levels.items) {
    if (!isPair(pair) || !isScalar(pair.key) || !isScalar(pair.value)) continue;
    const id = Number(pair.key.value);
    const defaultLevel = definitionOf(id)?.level;
    const place = decidedAt.levels.get(id) ?? comments.default;
    pair.value.comment = ` ${defaultLevel === undefined ? place : comments.levelInPlaceOf(place, defaultLevel)}`;
  }
}

function showLog(log: LogOutput): object {
  if (log.type === 'file') return { ...log, maxSize: renderSize(log.maxSize) };
  if (log.type !== 'syslog') return log;
  const { caFile, ...rest } = log;
  return caFile === undefined ? rest : { ...rest, caFile };
}
