import type { Profile } from '../../domain/assessment/settings.ts';
import type { Status } from '../../domain/status/status.ts';
import { explanationDocument } from './explain-document.ts';
import { notifierDocument } from './notifier-document.ts';

/** Returns a status as JSON. */
export function statusDocument(status: Status, profile: Profile): Readonly<Record<string, unknown>> {
  return {
    ...status,
    connectors: status.connectors.map((explanation) => explanationDocument(explanation)),
    notifiers: status.notifiers.map(notifierDocument),
    profile,
  };
}
