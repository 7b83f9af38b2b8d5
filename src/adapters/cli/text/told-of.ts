import type { ConfiguredNotifier } from '../../../domain/alert/configured-notifier.ts';
import type { Locale } from '../../../domain/event/event-definition.ts';
import type { Change } from '../../../domain/event/event-record.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import { renderDuration } from '../../../formats/text/duration.ts';
import { TELLING_WORDS } from './telling-words.ts';

/** What `on` is where nobody wrote it. */
const USUAL: readonly Change[] = ['raised', 'escalated', 'repeated', 'cleared'];

/** What a notifier is told of, under the configuration's own keys. */
export function toldOf({ type, match = {}, on, every }: ConfiguredNotifier, locale: Locale): string {
  const words = TELLING_WORDS[locale];
  const lists: readonly (readonly [string, readonly (string | number)[] | undefined])[] = [
    ['levels', match.levels],
    ['ids', match.ids],
    ['connectors', match.connectors],
    ['stores', match.stores],
    ['thumbprints', match.thumbprints],
    ['names', match.names],
    ['on', on?.join() === USUAL.join() ? undefined : on],
  ];
  const parts = lists.flatMap(([key, values]) => (values === undefined ? [] : [`${key}: ${values.join(', ')}`]));
  if (type === 'heartbeat') return words.alive(renderDuration(every ?? 0));
  if (type === 'alertmanager') parts.unshift(words.openAgain(renderDuration(every ?? 0)));
  return visible(parts.length === 0 ? words.everything : parts.join('; '));
}
