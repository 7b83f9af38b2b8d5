import { effectiveEventId } from '../../domain/alert/match.ts';
import { definitionOf } from '../../domain/event/catalog/all.ts';
import type { NewEventRecord } from '../../domain/event/event-record.ts';
import { effectWhenCleared, MAIL_EFFECTS, type MailEffect } from '../../domain/event/mail-effect.ts';
import type { Locale } from '../../domain/text/locale.ts';
import { continuesUnderOtherEvent, recordEndReason } from './end-reason.ts';

function effectOf(record: NewEventRecord): MailEffect {
  const { change, facts } = record;
  const effectWhileOpen = definitionOf(effectiveEventId(record))?.effectOf(facts) ?? 'no-effect';
  if (change !== 'cleared') return effectWhileOpen;
  return continuesUnderOtherEvent(recordEndReason(record))
    ? 'continues-as-other-event'
    : effectWhenCleared(effectWhileOpen);
}

/** Returns the effect of a record on mail in one sentence. */
export function mailEffect(record: NewEventRecord, locale: Locale): string {
  return MAIL_EFFECTS[effectOf(record)][locale];
}
