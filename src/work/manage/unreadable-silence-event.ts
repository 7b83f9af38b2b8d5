import type { UnreadableSilence } from '../../domain/alert/silence.ts';
import type { Settings } from '../../domain/assessment/settings.ts';
import { recordOnce } from '../../domain/condition/new-record.ts';
import { silenceUnreadable } from '../../domain/event/catalog/silence-unreadable.ts';
import type { NewEventRecord } from '../../domain/event/event-record.ts';
import { errorFacts } from '../../domain/failure/error-facts.ts';
import type { Computer } from '../../domain/observation/observation.ts';
import type { Instant } from '../../domain/time.ts';
import { recordPolicy } from '../scan/record-policy.ts';

/** Returns the record about a silence that cannot be read. */
export function unreadableSilenceEvent(
  { silenceId, failure }: UnreadableSilence,
  { settings, computer }: { readonly settings: Settings; readonly computer: Pick<Computer, 'fqdn'> },
  now: Instant,
): NewEventRecord {
  const error = errorFacts({ reason: 'record_malformed', failure });
  const content = silenceUnreadable.contentOf({ silenceId, detail: error.detail }, error);
  return recordOnce(content, recordPolicy(settings, computer.fqdn), now);
}
