import type { ListedNotifier } from '../../domain/status/status.ts';

/** Returns a notifier with its delivery status as one JSON object; durations in ms. */
export function notifierDocument({ notifier, health: { notifier: _, ...health } }: ListedNotifier): object {
  // `health.notifier` is only the name, which `notifier` contains.
  return { ...notifier, ...health };
}
