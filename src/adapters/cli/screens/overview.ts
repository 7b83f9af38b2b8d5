import type { Condition } from '../../../domain/condition/condition.ts';
import { messageOf } from '../../../domain/message-of.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import { ConfigurationError, UsageError } from '../../../work/errors.ts';
import type { Invocation } from '../invocation/invocation.ts';
import type { Session } from '../session/cli-dependencies.ts';
import { countOpen } from '../text/condition-text.ts';
import type { Words } from '../text/words.ts';
import { wordsOf } from '../text/words-of.ts';
import { localTime } from '../text/written-times.ts';
import { textTable } from './text-table.ts';

function oldest(open: readonly Condition[]): number {
  return Math.min(...open.map(({ raisedAt }) => raisedAt));
}

async function openLine({ operations, rendering }: Session, signal: AbortSignal): Promise<readonly [string, string]> {
  const { orientation } = wordsOf(rendering.locale);
  const { daemon, open, silenced, verdict } = await operations.status(signal);
  if (daemon === undefined) return [orientation.notRunning, 'mailcertd run'];
  const problems = open.filter(({ level }) => level !== 'Information');
  if (problems.length > 0) {
    const since = localTime(oldest(problems), rendering.offsetMinutes);
    return [orientation.open(countOpen(problems, silenced), since), 'mailcertd status'];
  }
  return [verdict === 'ok' ? orientation.nothingOpen : orientation.unknown, 'mailcertd status'];
}

/**
 * Returns the state in one line, and the command that shows more. Errors become part of the line,
 * so the overview is always printed.
 */
async function howThingsStand(
  invocation: Invocation,
): Promise<{ readonly line: readonly [string, string]; readonly words: Words }> {
  let words = wordsOf(invocation.plainLocale);
  const { orientation } = words;
  try {
    let line: readonly [string, string] = ['', ''];
    await invocation.withReading(async (session) => {
      words = wordsOf(session.rendering.locale);
      line = await openLine(session, invocation.dependencies.signal);
    });
    return { line, words };
  } catch (error) {
    if (error instanceof UsageError) return { line: [orientation.noConfiguration, 'mailcertd config init'], words };
    const [first = ''] = messageOf(error).split('\n');
    const text = visible(first);
    if (error instanceof ConfigurationError) {
      return { line: [orientation.faultyConfiguration(text), 'mailcertd config check'], words };
    }
    return { line: [orientation.cannotSay(text), 'mailcertd status'], words };
  }
}

/** Prints the screen of `mailcertd` without arguments: the state and the main commands. */
export async function overview(invocation: Invocation): Promise<void> {
  const { dependencies, output } = invocation;
  const { line, words } = await howThingsStand(invocation);
  const { tagline, view, act, setUp, plugIn, about, help } = words.orientation;
  await output.print(
    [
      `mailcertd ${dependencies.version}  ${tagline}\n`,
      `  ${line.join('   ')}\n`,
      textTable([
        [view, 'mailcertd scan [PATH...]', about.scan],
        ['', 'mailcertd status', about.status],
        ['', 'mailcertd events -f', about.events],
        ['', 'mailcertd conditions', about.conditions],
        ['', 'mailcertd certificates', about.certificates],
        ['', 'mailcertd connectors explain', about.explain],
        [act, 'mailcertd certificates renew ID', about.renew],
        ['', 'mailcertd silences add', about.silence],
        ['', 'mailcertd notifiers', about.notifiers],
        [setUp, 'mailcertd config init', about.init],
        ['', 'mailcertd config check', about.check],
        ['', 'mailcertd notifiers test NAME', about.testNotifier],
        ['', 'mailcertd run', about.run],
        [plugIn, 'mailcertd check', about.nagios],
        ['', 'mailcertd metrics', about.metrics],
      ]),
      `${help}\n`,
    ].join('\n'),
  );
}
