import { Document, isMap, isPair, isScalar } from 'yaml';
import { definitionOf } from '../../../domain/event/catalog/all.ts';
import type { LogOutput } from '../../../work/ports/outputs.ts';
import type { Configuration } from '../configuration.ts';
import { renderSize } from '../schema/size.ts';
import { showNotifier } from './show-notifier.ts';
import { showSettings } from './show-settings.ts';

/**
 * Returns the configuration as YAML with every key. Reading it again gives the same configuration.
 */
export function showConfiguration(configuration: Configuration): string {
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
  addPlaceComments(document, configuration);
  return document.toString({ lineWidth: 0 });
}

/** Adds comments with the place that sets the profile and each event level. */
function addPlaceComments(document: Document, { decidedAt }: Configuration): void {
  const profile = document.get('profile', true);
  if (isScalar(profile)) profile.comment = ` ${decidedAt.profile ?? 'the default'}`;
  const levels = document.get('levels', true);
  if (!isMap(levels)) return;
  for (const pair of levels.items) {
    if (!isPair(pair) || !isScalar(pair.key) || !isScalar(pair.value)) continue;
    const id = Number(pair.key.value);
    const defaultLevel = definitionOf(id)?.level;
    pair.value.comment = ` ${decidedAt.levels.get(id) ?? 'the default'}${defaultLevel === undefined ? '' : `, in place of ${defaultLevel}`}`;
  }
}

function showLog(log: LogOutput): object {
  if (log.type === 'file') return { ...log, maxSize: renderSize(log.maxSize) };
  if (log.type !== 'syslog') return log;
  const { caFile, ...rest } = log;
  return caFile === undefined ? rest : { ...rest, caFile };
}
