import { renderConfigurationIssue } from '../../../domain/failure/configuration-issue.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { CONFIG_PHRASES } from '../text/config-phrases.ts';
import { localTime } from '../text/written-times.ts';
import type { Session } from './session.ts';

/** The parts of a session that the lines about an invalid configuration file use. */
type ConfigurationState = Pick<Session, 'errors' | 'acceptedAt' | 'rendering' | 'command'>;

/** The lines about an invalid configuration file; both are empty for a valid file. */
export interface ConfigurationErrorLines {
  /**
   * One line with the first error. If the daemon has accepted a configuration, the line also
   * contains its time and the next step.
   */
  readonly errorLines: readonly string[];
  /**
   * One line that says that the event log can be read nevertheless; empty if the daemon has accepted
   * a configuration.
   */
  readonly eventLogLines: readonly string[];
}

/** Returns the lines about the configuration file of a session. */
export function configurationErrorLines({
  errors: [error] = [],
  acceptedAt,
  rendering,
  command,
}: ConfigurationState): ConfigurationErrorLines {
  if (error === undefined) return { errorLines: [], eventLogLines: [] };
  const { locale, offsetMinutes } = rendering;
  const words = inLanguage(CONFIG_PHRASES, locale);
  const errorLine = renderConfigurationIssue(error, locale);
  if (acceptedAt === undefined) return { errorLines: [errorLine], eventLogLines: [words.configurationInvalid] };
  const checkCommand = shellWords([...command, 'config', 'check']);
  const acceptedLine = words.configurationAccepted(errorLine, localTime(acceptedAt, offsetMinutes), checkCommand);
  return { errorLines: [acceptedLine], eventLogLines: [] };
}
