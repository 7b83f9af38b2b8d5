import type { Connector } from '../../../domain/connector/connector.ts';
import { isProbed } from '../../../domain/connector/is-probed.ts';
import { failureText } from '../../../domain/failure/failure-text.ts';
import { connectorsFailure } from '../../../domain/served/rotation.ts';
import { type ConnectorObservation, expectedCertificates } from '../../../domain/served/served-on-disk.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { jsonDocument } from '../../../formats/document/json-document.ts';
import { eventDocument } from '../../../formats/event/json.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type {
  ReloadableConnector,
  ReloadOutcome,
  ReloadRequest,
} from '../../../work/operations/connector-operations.ts';
import { requestedBy } from '../arguments/requested-by.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { reloadDryRunScreen, reloadScreen } from '../screens/reload-screen.ts';
import type { Session } from '../session/session.ts';
import { RELOAD_PHRASES, type ReloadTexts } from '../text/reload-phrases.ts';
import { chooseConnectors } from './choose-connectors.ts';

/** The options of `connectors reload`. */
export interface ReloadOptions {
  readonly file?: string;
  readonly server?: string;
  readonly all?: true;
  readonly dryRun?: true;
  /** The time in ms to wait for the new certificate. */
  readonly wait: number;
  readonly format: 'text' | 'json';
}

/**
 * Runs `connectors reload`: reloads the servers of the chosen connectors, each once, and verifies
 * that these connectors then serve the certificates on disk. Otherwise, the exit code is 1.
 */
export async function reloadServers(
  words: readonly string[],
  options: ReloadOptions,
  invocation: Invocation,
): Promise<void> {
  await invocation.withSession(async (session) => {
    const { output, dependencies } = invocation;
    const text = inLanguage(RELOAD_PHRASES, session.rendering.locale);
    const { file, server, all: isAll = false } = options;
    const { connectors } = await session.connectors.scan(dependencies.signal);
    const chosen = await chooseConnectors({ words, file, server, isAll }, connectors, session.connectors);
    const refused = chosen.filter(({ connector }) => !isReloadable(connector));
    // Send connectors, whose servers are on other hosts, are only reported if they are named.
    const reported = words.length > 0 ? refused : refused.filter(({ connector }) => connector.direction === 'receive');
    for (const { connector } of reported) output.note(`mailcertd: ${refusalText(connector, text)}`);
    const requests = requestsFor(chosen, options, invocation);
    // If one of the named connectors cannot be reloaded, none is.
    if (words.length > 0 && refused.length > 0) {
      invocation.exitCode = 1;
      return;
    }
    if (requests.length === 0) {
      if (options.format === 'json') await output.print(jsonDocument([]));
      // An unused file is no failure: a hook of certbot calls this for every renewed certificate.
      if (chosen.length === 0 && file !== undefined) output.note(text.fileUnused(visible(file)));
      else {
        if (reported.length === 0) output.note(`mailcertd: ${text.noneReloadable}`);
        invocation.exitCode = 1;
      }
      return;
    }
    if (options.dryRun === true) await printDryRun(requests, options, session, invocation);
    else await reloadInOrder(requests, options, session, invocation);
  });
}

function isReloadable(connector: Connector): connector is ReloadableConnector {
  return connector.direction === 'receive' && isProbed(connector) && connector.reload !== undefined;
}

/** Returns why a connector cannot be reloaded and verified, and what to change. */
function refusalText({ name, direction, enabled, starttls, source, reload }: Connector, words: ReloadTexts): string {
  if (direction === 'send') return words.sendConnector(name);
  if (!enabled) return words.disabled(name, source.place);
  if (!starttls) return words.withoutTls(name, source.place);
  return reload === undefined ? words.noReloadCommand(name, source.place) : words.noProbe(name, source.place);
}

/**
 * Returns one request for each reload command; connectors with the same command share a request.
 */
function requestsFor(
  chosen: readonly ConnectorObservation[],
  { wait }: ReloadOptions,
  invocation: Invocation,
): readonly ReloadRequest[] {
  const requests = new Map<string, ReloadRequest>();
  for (const { connector, selection } of chosen) {
    if (!isReloadable(connector)) continue;
    const commandKey = JSON.stringify(connector.reload);
    const expected = expectedCertificates(selection) ?? [];
    const { connectors = [] } = requests.get(commandKey) ?? {};
    requests.set(commandKey, {
      connectors: [...connectors, { connector, expectedCertificates: expected }],
      command: connector.reload,
      requestedBy: requestedBy(invocation),
      waitMs: wait,
    });
  }
  return [...requests.values()];
}

/** Shows the currently served and the selected certificate of each server. */
async function printDryRun(
  requests: readonly ReloadRequest[],
  { format }: ReloadOptions,
  session: Session,
  invocation: Invocation,
): Promise<void> {
  const { output, dependencies } = invocation;
  const documents: object[] = [];
  for (const request of requests) {
    const connectors = await session.connectors.observeBeforeReload(request, dependencies.signal);
    if (format === 'json') {
      documents.push({ kind: 'dry-run', command: request.command, connectors, failure: connectorsFailure(connectors) });
    } else await output.print(reloadDryRunScreen(connectors, request, invocation.screenContext(session)));
  }
  if (format === 'json') return output.print(jsonDocument(documents));
  output.note(inLanguage(RELOAD_PHRASES, session.rendering.locale).dryRun);
}

/**
 * Reloads one server after the other, and prints each result. Exit code 1 if one is not verified.
 */
async function reloadInOrder(
  requests: readonly ReloadRequest[],
  { format }: ReloadOptions,
  session: Session,
  invocation: Invocation,
): Promise<void> {
  const { output, dependencies } = invocation;
  const documents: object[] = [];
  for (const request of requests) {
    const outcome = await session.connectors.reload(request, dependencies.signal);
    const { rotation, report } = outcome;
    if (rotation.failure !== undefined) invocation.exitCode = 1;
    if (format === 'json') {
      const records = report.kind === 'written' ? report.records : [];
      const written = records.map((record) => eventDocument(record, session.rendering));
      const { requestedBy, ...rest } = rotation;
      documents.push({ kind: 'reloaded', ...rest, requestedBy, logged: report.kind, records: written });
    } else await output.print(reloadScreen(outcome, request, invocation.screenContext(session)));
    printReportNote(outcome, session, invocation);
  }
  if (format === 'json') await output.print(jsonDocument(documents));
}

function printReportNote(
  { report }: ReloadOutcome,
  { rendering, command }: Session,
  { output, verbosity }: Invocation,
): void {
  const words = inLanguage(RELOAD_PHRASES, rendering.locale);
  if (report.kind === 'not-stored') output.note(words.noEvent(failureText(report.failure, rendering.locale)));
  if (verbosity < 0) return;
  if (report.kind === 'no-daemon') output.note(words.noDaemon);
  if (report.kind === 'not-yet') output.note(words.notLoggedYet(shellWords([...command, 'events', '-n', '5'])));
}
