import { effectiveEventId } from '../../domain/alert/match.ts';
import { definitionOf } from '../../domain/event/catalog/all.ts';
import { effectText } from '../../domain/event/effect-text.ts';
import { effectWhenCleared } from '../../domain/event/effect-when-cleared.ts';
import type { NewEventRecord } from '../../domain/event/event-record.ts';
import type { MailEffects } from '../../domain/event/mail-effect.ts';
import type { Locale } from '../../domain/text/locale.ts';
import { continuesUnderOtherEvent, recordEndReason } from './end-reason.ts';

function effectsOf(record: NewEventRecord): MailEffects {
  const { change, facts } = record;
  const effectsWhileOpen: MailEffects = definitionOf(effectiveEventId(record))?.effectOf(facts) ?? ['no-effect'];
  if (change !== 'cleared') return effectsWhileOpen;
  return continuesUnderOtherEvent(recordEndReason(record))
    ? ['continues-as-other-event']
    : effectWhenCleared(effectsWhileOpen);
}

/** Returns the effect of a record on mail, in a few sentences. */
export function mailEffect(record: NewEventRecord, locale: Locale): string {
  return effectText(effectsOf(record), locale);
}
