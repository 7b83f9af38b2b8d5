import { renderConfigurationIssue } from '../../../domain/failure/configuration-issue.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { CONFIG_PHRASES } from '../text/config-phrases.ts';
import { localTime } from '../text/written-times.ts';
import type { Session } from './session.ts';

/** The parts of a session that the lines about an invalid configuration file use. */
type ConfigurationState = Pick<Session, 'errors' | 'acceptedAt' | 'rendering' | 'command'>;

/**
 * Returns the lines about an invalid configuration file: one line with the first error and, if the
 * daemon has accepted a configuration, its time and the next step; otherwise a second line about
 * the event log. Empty for a valid file.
 */
export function configurationErrorLines({
  errors: [error] = [],
  acceptedAt,
  rendering,
  command,
}: ConfigurationState): readonly string[] {
  if (error === undefined) return [];
  const { locale, offsetMinutes } = rendering;
  const words = inLanguage(CONFIG_PHRASES, locale);
  const errorLine = renderConfigurationIssue(error, locale);
  if (acceptedAt === undefined) return [errorLine, words.configurationInvalid];
  const checkCommand = shellWords([...command, 'config', 'check']);
  return [words.configurationAccepted(errorLine, localTime(acceptedAt, offsetMinutes), checkCommand)];
}
