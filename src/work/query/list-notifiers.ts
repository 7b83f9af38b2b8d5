import type { ConfiguredNotifier } from '../../domain/alert/configured-notifier.ts';
import { healthWithoutAttempts, type NotifierHealth } from '../../domain/alert/notifier-health.ts';
import type { ListedNotifier } from '../../domain/status/status.ts';

/** Returns each configured notifier with its health; ignores health of other notifiers. */
export function listNotifiers(
  notifiers: readonly ConfiguredNotifier[],
  health: readonly NotifierHealth[],
): readonly ListedNotifier[] {
  const healthByNotifier = new Map(health.map((each) => [each.notifier, each]));
  return notifiers.map((notifier) => ({
    notifier,
    health: healthByNotifier.get(notifier.name) ?? healthWithoutAttempts(notifier.name),
  }));
}
