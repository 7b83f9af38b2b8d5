import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Certificate } from '../../../domain/certificate/certificate.ts';
import type { StoreCommand } from '../../../domain/store-change/store-command.ts';
import { joinList } from '../../../domain/text/join-list.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { storedDocument } from '../../../formats/document/explain-document.ts';
import { jsonDocument } from '../../../formats/document/json-document.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ChangeOptions, ChangeOutcome } from '../../../work/operations/store-operations.ts';
import type { ChangeCommandOptions } from '../arguments/change-command-options.ts';
import { requestedBy } from '../arguments/requested-by.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { printRefusal } from '../invocation/print-refusal.ts';
import { type Changed, changedDocument } from '../json/change-document.ts';
import { changeScreen } from '../screens/change-screen.ts';
import { screenLine } from '../screens/screen-line.ts';
import { textTable } from '../screens/text-table.ts';
import type { CommandLineDependencies } from '../session/cli-dependencies.ts';
import type { Session } from '../session/session.ts';
import { CHANGE_PHRASES } from '../text/change-phrases.ts';
import { shortThumbprint } from '../text/short-thumbprint.ts';
import { localTime } from '../text/written-times.ts';

/**
 * Carries out or simulates a `certificates` command that changes the store, and prints the outcome.
 * If the change can replace the internal transport certificate (for mail between the servers of an
 * Exchange organization), the user is asked for confirmation.
 */
export async function runStoreCommand(
  command: StoreCommand,
  options: ChangeCommandOptions,
  session: Session,
  invocation: Invocation,
): Promise<void> {
  const { dependencies, output } = invocation;
  const { storeChanges } = session;
  const changeOptions: ChangeOptions = {
    requestedBy: requestedBy(invocation),
    isDryRun: options.dryRun === true,
    isForced: options.force === true,
    // With 'ask', a change that would replace the internal transport certificate is not made, and
    // the outcome is a question.
    internal: options.force === true ? 'replace' : 'ask',
  };
  const canConfirm = !changeOptions.isDryRun && canAsk(dependencies);
  let confirmation: ConfirmationRequest | undefined;
  let outcome = await storeChanges.change(command, changeOptions, dependencies.signal);
  // Each question names one recorded certificate, and a yes applies only to that certificate. If
  // another certificate was recorded meanwhile, the outcome is again a question. Without a yes, the
  // change keeps the recorded certificate, and the loop ends.
  while (outcome.kind === 'asks') {
    confirmation = outcome;
    const isConfirmed = canConfirm && (await confirmReplacement(confirmation, session, invocation));
    const internal = isConfirmed ? { replaces: confirmation.recorded } : 'keep';
    outcome = await storeChanges.change(command, { ...changeOptions, internal }, dependencies.signal);
  }
  await printOutcome(outcome, { command, format: options.format, session, invocation });
  if (confirmation === undefined || canConfirm) return;
  // The user could not be asked, so the internal transport certificate was kept. This is printed
  // even with `--quiet`, because the result is not completely what the user requested.
  const keptLine = internalKeptLine(confirmation, outcome, session);
  if (keptLine !== undefined) output.note(keptLine);
}

/**
 * Returns whether the user can be asked: standard input and standard error are terminals.
 */
function canAsk({ stdin, stderr }: CommandLineDependencies): boolean {
  return stdin.isTTY === true && stderr.isTTY === true;
}

/** Nothing was changed: the user must first decide about the internal transport certificate. */
type ConfirmationRequest = Extract<ChangeOutcome, { kind: 'asks' }>;

/** Asks whether to replace the recorded internal transport certificate. */
async function confirmReplacement(
  { recorded, recordedCertificate }: ConfirmationRequest,
  { rendering }: Session,
  { dependencies, output }: Invocation,
): Promise<boolean> {
  output.clearProgress();
  const until = recordedCertificate && localTime(recordedCertificate.notAfter, rendering.offsetMinutes);
  const question = inLanguage(CHANGE_PHRASES, rendering.locale).replaceInternal(
    shortThumbprint({ thumbprint: recorded }),
    until,
  );
  return askYesOrNo(question, dependencies);
}

/**
 * Asks on standard error and reads one line of standard input. Returns true for `y` and `yes`, in
 * upper or lower case.
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

/** The command that changes the store, and where its outcome is printed. */
interface OutcomeContext {
  readonly command: StoreCommand;
  readonly format: ChangeCommandOptions['format'];
  readonly session: Session;
  readonly invocation: Invocation;
}

/** Prints the outcome of a change; notes are printed to standard error. */
async function printOutcome(
  outcome: Exclude<ChangeOutcome, ConfirmationRequest>,
  context: OutcomeContext,
): Promise<void> {
  const { command, format, session, invocation } = context;
  const refused = { verb: command.verb, format };
  if (outcome.kind === 'refused') return printRefusal(outcome.refusal, refused, session, invocation);
  if (outcome.kind === 'unchanged' || outcome.kind === 'linked') return printUnchanged(outcome, context);
  await invocation.output.print(
    format === 'json'
      ? jsonDocument(changedDocument(outcome, session.rendering))
      : changeScreen(outcome, command, invocation.screenContext(session)),
  );
  if (outcome.kind === 'dry-run' && outcome.refusal !== undefined) {
    await printRefusal(outcome.refusal, { ...refused, format: 'text' }, session, invocation);
  }
  const note = format === 'json' || invocation.verbosity < 0 ? undefined : noteOf(outcome, session);
  if (note !== undefined) invocation.output.note(note);
}

/**
 * Prints that the certificate already has the requested state, or that only its stable path was
 * changed (`linked`), and the stable path.
 */
async function printUnchanged(
  { kind, stored, stablePath }: Extract<ChangeOutcome, { kind: 'unchanged' | 'linked' }>,
  { command, format, session, invocation }: OutcomeContext,
): Promise<void> {
  if (format === 'json') {
    const paths = stablePath === undefined ? {} : { livePath: stablePath };
    return invocation.output.print(jsonDocument({ kind, stored: storedDocument(stored), ...paths }));
  }
  const words = inLanguage(CHANGE_PHRASES, session.rendering.locale);
  const { certificate, services, location } = stored;
  const enabledFor = joinList(services, session.rendering.locale) || words.noService;
  const line =
    command.verb === 'import'
      ? words.alreadyInStore(certificate.thumbprint, enabledFor, visible(location.path))
      : words[kind](certificate.thumbprint, enabledFor);
  const rows = stablePath === undefined ? [] : [[words.stablePathLabel, visible(join(stablePath, 'fullchain.pem'))]];
  return invocation.output.print(screenLine(line, invocation) + textTable(rows, invocation));
}

/**
 * Returns the note that nothing was changed, or that no event was logged yet; undefined: the event
 * was logged.
 */
function noteOf(outcome: Changed, { rendering, command }: Session): string | undefined {
  const words = inLanguage(CHANGE_PHRASES, rendering.locale);
  if (outcome.kind === 'dry-run') return words.dryRun;
  switch (outcome.report.kind) {
    case 'no-daemon':
      return words.noDaemon;
    case 'never-ran':
      return words.storeNeverScanned;
    case 'not-yet':
      return words.notLoggedYet(shellWords([...command, 'events', '-n', '5']));
    case 'written':
      return undefined;
  }
}

/**
 * Returns the line that the internal transport certificate was kept, with the command that replaces
 * it; undefined: the command has no certificate that could replace it.
 */
function internalKeptLine(
  { recorded }: ConfirmationRequest,
  outcome: ChangeOutcome,
  { rendering, command }: Session,
): string | undefined {
  const words = inLanguage(CHANGE_PHRASES, rendering.locale);
  const short = shortThumbprint({ thumbprint: recorded });
  if (outcome.kind === 'dry-run') return words.internalKeptInDryRun(short);
  const certificate = commandCertificate(outcome);
  if (certificate === undefined) return undefined;
  const enable = ['enable', certificate.thumbprint, '--services', 'SMTP', '--force'];
  return words.internalKept(short, shellWords([...command, 'certificates', ...enable]));
}

/**
 * Returns the certificate of the command, which could replace the internal transport certificate;
 * undefined: the command was refused, or concerned no installed certificate.
 */
function commandCertificate(outcome: ChangeOutcome): Certificate | undefined {
  if (outcome.kind === 'unchanged' || outcome.kind === 'linked') return outcome.stored.certificate;
  if (outcome.kind !== 'done') return undefined;
  if (outcome.change.kind === 'install') return outcome.change.certificate;
  return outcome.change.kind === 'services' ? outcome.change.stored.certificate : undefined;
}
