import type { ConfiguredNotifier } from '../../../domain/alert/configured-notifier.ts';
import type { NotifierSettings } from '../../../domain/alert/notifier-settings.ts';

/**
 * Returns the settings of a notifier that commands show. They contain no address, file or secret.
 */
export function notifierSummary(settings: NotifierSettings): ConfiguredNotifier {
  const { name, type } = settings;
  return {
    name,
    type,
    match: 'match' in settings ? settings.match : undefined,
    changes: 'changes' in settings ? settings.changes : undefined,
    interval: 'interval' in settings ? settings.interval : undefined,
  };
}
