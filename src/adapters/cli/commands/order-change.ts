import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Certificate } from '../../../domain/certificate/certificate.ts';
import type { StoreCommand } from '../../../domain/store-change/store-command.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ChangeOptions, ChangeOutcome } from '../../../work/operations/store-operations.ts';
import type { ChangingOptions } from '../arguments/changing-options.ts';
import { requestedBy } from '../arguments/requested-by.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { printRefusal } from '../invocation/print-refusal.ts';
import { changedDocument } from '../json/change-document.ts';
import { storedDocument } from '../json/explain-document.ts';
import { jsonDocument } from '../json/json-document.ts';
import { changeScreen } from '../screens/change-screen.ts';
import { textTable } from '../screens/text-table.ts';
import type { CommandLineDependencies, Session } from '../session/cli-dependencies.ts';
import { CHANGE_WORDS } from '../text/change-words.ts';
import { shortThumbprint } from '../text/short-thumbprint.ts';
import { localTime } from '../text/written-times.ts';

/**
 * Returns whether mailcertd can ask a question: standard input and standard error are terminals.
 */
function canAsk({ stdin, stderr }: CommandLineDependencies): boolean {
  return stdin.isTTY === true && stderr.isTTY === true;
}

/**
 * Asks on standard error and reads one line of standard input. `y` and `yes` in any case mean yes;
 * everything else means no.
 */
async function askYesOrNo(question: string, { stdin, stderr, signal }: CommandLineDependencies): Promise<boolean> {
  stderr.write(visible(question));
  if (!stdin.readable) {
    stderr.write('\n');
    return false;
  }
  const lines = createInterface({ input: stdin, signal });
  try {
    for await (const line of lines) return /^y(es)?$/i.test(line.trim());
    stderr.write('\n');
    return false;
  } finally {
    lines.close();
  }
}

type Asks = Extract<ChangeOutcome, { kind: 'asks' }>;

/** Asks whether to replace the recorded internal transport certificate. */
async function consents(
  { recorded, recordedCertificate }: Asks,
  { rendering }: Session,
  { dependencies }: Invocation,
): Promise<boolean> {
  const until = recordedCertificate && localTime(recordedCertificate.notAfter, rendering.offsetMinutes);
  const question = CHANGE_WORDS[rendering.locale].question(shortThumbprint({ thumbprint: recorded }), until);
  return askYesOrNo(question, dependencies);
}

/**
 * Returns the certificate that can replace the recorded one; undefined: the change affects none.
 */
function candidateOf(outcome: ChangeOutcome): Certificate | undefined {
  if (outcome.kind === 'unchanged' || outcome.kind === 'linked') return outcome.stored.certificate;
  if (outcome.kind !== 'done') return undefined;
  if (outcome.change.kind === 'install') return outcome.change.certificate;
  return outcome.change.kind === 'services' ? outcome.change.stored.certificate : undefined;
}

/** Returns the line that the recorded certificate is kept, and the command that replaces it. */
function keptLine({ recorded }: Asks, outcome: ChangeOutcome, { rendering, command }: Session): string | undefined {
  const words = CHANGE_WORDS[rendering.locale];
  const short = shortThumbprint({ thumbprint: recorded });
  if (outcome.kind === 'dry-run') return words.keptInDryRun(short);
  const candidate = candidateOf(outcome);
  if (candidate === undefined) return undefined;
  const enable = ['enable', candidate.thumbprint, '--services', 'SMTP', '--force'];
  return words.kept(short, shellWords([...command, 'certificates', ...enable]));
}

/** Prints the outcome of a change; notes are printed to standard error. */
async function printOutcome(
  outcome: Exclude<ChangeOutcome, Asks>,
  order: StoreCommand,
  { format }: ChangingOptions,
  { session, invocation }: { readonly session: Session; readonly invocation: Invocation },
): Promise<void> {
  const { output } = invocation;
  const { rendering, command } = session;
  const words = CHANGE_WORDS[rendering.locale];
  const isJson = format === 'json';
  if (outcome.kind === 'refused') {
    return printRefusal(outcome.refusal, { verb: order.verb, format }, session, invocation);
  }
  if (outcome.kind === 'unchanged' || outcome.kind === 'linked') {
    const { certificate, services, location } = outcome.stored;
    const enabledFor = services.join(', ') || words.noService;
    const line =
      order.verb === 'import'
        ? words.isThere(certificate.thumbprint, enabledFor, visible(location.path))
        : words[outcome.kind](certificate.thumbprint, enabledFor);
    const { livePath } = outcome;
    const document = {
      kind: outcome.kind,
      stored: storedDocument(outcome.stored),
      ...(livePath === undefined ? {} : { livePath }),
    };
    const rows = livePath === undefined ? [] : [[words.live, visible(join(livePath, 'fullchain.pem'))]];
    return output.print(isJson ? jsonDocument(document) : `${line}\n${textTable(rows)}`);
  }
  const screen = invocation.screen(session);
  await output.print(isJson ? jsonDocument(changedDocument(outcome, rendering)) : changeScreen(outcome, order, screen));
  if (outcome.kind === 'dry-run' && outcome.refusal !== undefined) {
    await printRefusal(outcome.refusal, { verb: order.verb, format: 'text' }, session, invocation);
  }
  if (isJson || invocation.verbosity < 0) return;
  if (outcome.kind === 'dry-run') output.note(words.dryRun);
  else if (outcome.report.kind === 'no-daemon') output.note(words.noDaemon);
  else if (outcome.report.kind === 'never-ran') output.note(words.neverRan);
  else if (outcome.report.kind === 'not-yet') output.note(words.notYet(shellWords([...command, 'events', '-n', '5'])));
}

/**
 * Makes or simulates a change of the store, asks for confirmation if needed, and prints the
 * outcome.
 */
export async function orderChange(
  order: StoreCommand,
  options: ChangingOptions,
  session: Session,
  invocation: Invocation,
): Promise<void> {
  const { dependencies, output } = invocation;
  const { orders } = session;
  const how: ChangeOptions = {
    requestedBy: requestedBy(invocation),
    isDryRun: options.dryRun === true,
    isForced: options.force === true,
    internal: options.force === true ? 'replace' : 'ask',
  };
  const isAsked = !how.isDryRun && canAsk(dependencies);
  let asks: Asks | undefined;
  let outcome = await orders.change(order, how, dependencies.signal);
  // The consent is for the named certificate. If another one was recorded meanwhile, mailcertd asks
  // again.
  while (outcome.kind === 'asks') {
    asks = outcome;
    const isAgreed = isAsked && (await consents(asks, session, invocation));
    const internal = isAgreed ? { replaces: asks.recorded } : 'keep';
    outcome = await orders.change(order, { ...how, internal }, dependencies.signal);
  }
  await printOutcome(outcome, order, options, { session, invocation });
  const kept = isAsked || asks === undefined ? undefined : keptLine(asks, outcome, session);
  if (kept !== undefined) output.note(kept);
}
