import type { ListedNotifier } from '../../../domain/status/status.ts';

/** A notifier and how telling it goes, as one JSON object; durations in ms. */
export function notifierDocument({ notifier, health: { notifier: _, ...health } }: ListedNotifier): object {
  return { ...notifier, ...health };
}
