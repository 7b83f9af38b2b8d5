import type { ConfiguredNotifier } from '../../../domain/alert/configured-notifier.ts';
import { failureText } from '../../../domain/failure/failure-text.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { jsonDocument } from '../../../formats/document/json-document.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { TestOutcome } from '../../../work/operations/notification-operations.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { attemptTime, outputLines } from '../screens/delivery-screen.ts';
import type { Session } from '../session/session.ts';
import { DELIVERY_PHRASES } from '../text/delivery-phrases.ts';
import { errorTextLines } from '../text/error-text.ts';
import { testAdvice } from '../text/test-advice.ts';

/** The tested notifier, and how its result is printed. */
interface TestContext {
  readonly notifier: ConfiguredNotifier;
  readonly format: 'text' | 'json';
  readonly session: Session;
  readonly invocation: Invocation;
}

/** Prints the result of a test delivery. The exit code is 1 if it failed. */
export async function printTestResult(tested: TestOutcome, context: TestContext): Promise<void> {
  const { notifier, format, session, invocation } = context;
  const { output } = invocation;
  const { account, deliveryId, attempt } = tested;
  const { locale } = session.rendering;
  const words = inLanguage(DELIVERY_PHRASES, locale);
  for (const line of failureLines(tested, context)) output.note(line);
  const isDelivered = attempt.outcome.kind === 'delivered';
  if (!isDelivered) invocation.exitCode = 1;
  if (format === 'json') {
    const { name, type } = notifier;
    return output.print(jsonDocument({ name, type, account, deliveryId, attempt }));
  }
  if (isDelivered) {
    const time = attemptTime(attempt, locale);
    const text = words.testSent(visible(notifier.name), notifier.type, visible(account), time);
    const lines = outputLines(failureText(attempt.outcome.failure, locale)).map((line) => `  ${line}`);
    for (const line of [text, ...lines]) await invocation.printLine(line);
  }
  if (invocation.verbosity < 0) return;
  const show = [...session.command, 'deliveries', 'show', deliveryId ?? ''];
  output.note(deliveryId === undefined ? words.testNotStored : words.testStored(shellWords(show)));
}

/**
 * Returns the error and the advice in one line, then the other lines of the response; empty for a
 * successful test.
 */
function failureLines(
  { account, attempt: { outcome } }: TestOutcome,
  { notifier, session }: TestContext,
): readonly string[] {
  if (outcome.kind === 'delivered') return [];
  const { locale } = session.rendering;
  const [error, ...rest] = errorTextLines(outcome, locale);
  const advice = testAdvice(outcome.reason, locale);
  const { testFailed } = inLanguage(DELIVERY_PHRASES, locale);
  const line = testFailed(notifier, account, error, advice);
  return [`mailcertd: ${line}`, ...rest.map((text) => `  ${text}`)];
}
