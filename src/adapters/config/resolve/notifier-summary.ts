import type { ConfiguredNotifier } from '../../../domain/alert/configured-notifier.ts';
import type { NotifierSettings } from '../../../domain/alert/notifier-settings.ts';

/** Returns the listed settings of a notifier. */
export function configuredNotifier(settings: NotifierSettings): ConfiguredNotifier {
  const { name, type } = settings;
  return {
    name,
    type,
    match: 'match' in settings ? settings.match : undefined,
    changes: 'changes' in settings ? settings.changes : undefined,
    interval: 'interval' in settings ? settings.interval : undefined,
  };
}
