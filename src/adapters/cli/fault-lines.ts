import { shellWords } from '../../formats/event/shell-words.ts';
import type { Session } from './means.ts';
import { wordsOf } from './words-of.ts';
import { localTime } from './written-times.ts';

/** What the lines about a faulty configuration file are made of. */
type Faulty = Pick<Session, 'faults' | 'acceptedAt' | 'rendering' | 'command'>;

/** Returns the lines that say that the configuration file is faulty, what is used instead, and what to do; none if it is not. */
export function faultLines({ faults: [fault] = [], acceptedAt, rendering, command }: Faulty): readonly string[] {
  if (fault === undefined) return [];
  const { locale, offsetMinutes } = rendering;
  const words = wordsOf(locale);
  const place = `${fault.file}:${fault.line}:${fault.column}: ${fault.message}`;
  if (acceptedAt === undefined) return [place, words.configurationFaulty];
  const check = shellWords([...command, 'config', 'check']);
  return [words.configurationAccepted(place, localTime(acceptedAt, offsetMinutes), check)];
}
