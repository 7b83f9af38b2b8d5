import type { Condition } from '../../../domain/condition/condition.ts';
import { causeOf } from '../../../domain/failure/cause-of.ts';
import { renderConfigurationIssue } from '../../../domain/failure/configuration-issue.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import { ConfigurationError } from '../../../work/errors.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { OVERVIEW_COMMANDS } from '../screens/overview-commands.ts';
import { screenLine } from '../screens/screen-line.ts';
import { textTable } from '../screens/text-table.ts';
import type { Session } from '../session/session.ts';
import { cliFailureText } from '../text/cli-failure-text.ts';
import { countOpen } from '../text/condition-text.ts';
import { OVERVIEW_PHRASES, type OverviewTexts } from '../text/overview-phrases.ts';
import { UsageError } from '../text/usage-error.ts';
import { localTime } from '../text/written-times.ts';

/** A line about the state, and the command that shows more. */
type StateLine = readonly [text: string, command: string];

/** Prints the screen of `mailcertd` without arguments: the state and the main commands. */
export async function overview(invocation: Invocation): Promise<void> {
  const { dependencies, output } = invocation;
  const { line, words } = await currentState(invocation);
  const { tagline, help } = words;
  await output.print(
    [
      screenLine(`mailcertd ${dependencies.version}  ${tagline}`, invocation),
      screenLine(`  ${line.join('   ')}`, { width: invocation.width, commands: [line[1]] }),
      textTable(
        OVERVIEW_COMMANDS.map(({ group, command, about }, index) => [
          OVERVIEW_COMMANDS[index - 1]?.group === group ? '' : words[group],
          command,
          words.about[about],
        ]),
        invocation,
      ),
      screenLine(help, invocation),
    ].join('\n'),
  );
}

/**
 * Returns the line about the state, and the words in the language of the configuration. Errors
 * become part of the line, so the overview is always printed.
 */
async function currentState(
  invocation: Invocation,
): Promise<{ readonly line: StateLine; readonly words: OverviewTexts }> {
  let words = inLanguage(OVERVIEW_PHRASES, invocation.initialLocale);
  try {
    let line: StateLine = ['', ''];
    await invocation.withReadOnlySession(async (session) => {
      words = inLanguage(OVERVIEW_PHRASES, session.rendering.locale);
      line = await openLine(session, invocation.dependencies.signal);
    });
    return { line, words };
  } catch (error) {
    if (error instanceof UsageError) return { line: [words.noConfiguration, 'mailcertd config init'], words };
    if (error instanceof ConfigurationError) {
      const [issue] = error.errors;
      const text = issue === undefined ? '' : renderConfigurationIssue(issue, invocation.initialLocale);
      return { line: [words.invalidConfiguration(visible(text)), 'mailcertd config check'], words };
    }
    const text = cliFailureText(causeOf(error), invocation.messageLocale);
    return { line: [words.openConditionsUnknown(visible(text)), 'mailcertd status'], words };
  }
}

/** Returns the state of the daemon and of open conditions, and the command that shows more. */
async function openLine({ operations, rendering }: Session, signal: AbortSignal): Promise<StateLine> {
  const overview = inLanguage(OVERVIEW_PHRASES, rendering.locale);
  const { daemon, open, silenced, verdict } = await operations.status(signal);
  if (daemon === undefined) return [overview.neverScanned, 'mailcertd run'];
  const problems = open.filter(({ level }) => level !== 'Information');
  if (problems.length > 0) {
    const since = localTime(oldest(problems), rendering.offsetMinutes);
    return [overview.openConditions(countOpen(problems, silenced), since), 'mailcertd status'];
  }
  return [verdict === 'ok' ? overview.noOpenConditions : overview.unknown, 'mailcertd status'];
}

function oldest(open: readonly Condition[]): number {
  return Math.min(...open.map(({ raisedAt }) => raisedAt));
}
