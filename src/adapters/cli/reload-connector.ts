import type { Connector } from '../../domain/connector/connector.ts';
import { rotationFailure } from '../../domain/connector/rotation.ts';
import { type ConnectorSight, dueToBeServed } from '../../domain/connector/served-on-disk.ts';
import { isProbed } from '../../domain/observation/coverage.ts';
import { renderEvent } from '../../formats/event/render-event.ts';
import { shellWords } from '../../formats/event/shell-words.ts';
import type { ReloadOrder, ReloadOutcome } from '../../work/operations.ts';
import { askedOf } from './asked.ts';
import { findConnector } from './find-connector.ts';
import type { Invocation } from './invocation.ts';
import { jsonDocument } from './json-document.ts';
import type { Session } from './means.ts';
import { rehearsalOfReload, reloadScreen } from './reload-screen.ts';
import { RELOAD_WORDS, type ReloadWords } from './reload-words.ts';

/** How a reload is asked for. */
export interface ReloadOptions {
  readonly dryRun?: true;
  /** ms. */
  readonly wait: number;
  readonly format: 'text' | 'json';
}

type Reloadable = ReloadOrder['connector'];

function isReloadable(connector: Connector): connector is Reloadable {
  return connector.direction === 'receive' && isProbed(connector) && connector.reload !== undefined;
}

/** Why a connector cannot be reloaded so that it could be proven, and which line is to be written. */
function refusal({ name, direction, enabled, starttls, source, reload }: Connector, words: ReloadWords): string {
  if (direction === 'send') return words.send(name);
  if (!enabled) return words.disabled(name, source.place);
  if (!starttls) return words.withoutTls(name, source.place);
  return reload === undefined ? words.noReload(name, source.place) : words.noProbe(name, source.place);
}

function tellWhoTells(
  { told }: ReloadOutcome,
  { rendering, command }: Session,
  { output, verbosity }: Invocation,
): void {
  const words = RELOAD_WORDS[rendering.locale];
  if (told.kind === 'not-kept') output.tell(words.notKept(told.why));
  if (verbosity < 0) return;
  if (told.kind === 'no-daemon') output.tell(words.noDaemon);
  if (told.kind === 'not-yet') output.tell(words.notYet(shellWords([...command, 'events', '-n', '5'])));
}

async function rehearse(
  order: ReloadOrder,
  options: ReloadOptions,
  session: Session,
  invocation: Invocation,
): Promise<void> {
  const { output, means } = invocation;
  const sight = await session.connectors.beforeReload(order, means.signal);
  if (options.format === 'json') {
    const { name, reload } = order.connector;
    const failure = rotationFailure(sight);
    return output.print(jsonDocument({ kind: 'rehearsed', connector: name, command: reload, ...sight, failure }));
  }
  await output.print(rehearsalOfReload(sight, order, invocation.screen(session)));
  output.tell(RELOAD_WORDS[session.rendering.locale].rehearsed);
}

async function carryOut(
  order: ReloadOrder,
  options: ReloadOptions,
  session: Session,
  invocation: Invocation,
): Promise<void> {
  const { output, means } = invocation;
  const outcome = await session.connectors.reload(order, means.signal);
  const { rotation, told } = outcome;
  if (rotation.failure !== undefined) invocation.exitCode = 1;
  if (options.format === 'json') {
    const records = told.kind === 'written' ? told.records : [];
    const written = records.map((record) => JSON.parse(renderEvent('json', record, session.rendering)));
    await output.print(jsonDocument({ kind: 'reloaded', ...rotation, told: told.kind, records: written }));
  } else {
    await output.print(reloadScreen(outcome, order, invocation.screen(session)));
  }
  tellWhoTells(outcome, session, invocation);
}

/** Has a connector's server read its certificate again, and proves that it presents it: exit 0 where it does. */
export async function reloadConnector(word: string, options: ReloadOptions, invocation: Invocation): Promise<void> {
  await invocation.withSession([], async (session) => {
    const { connectors } = await session.connectors.look(invocation.means.signal);
    const { connector, selection }: ConnectorSight = findConnector(word, connectors);
    if (!isReloadable(connector)) {
      invocation.output.tell(`mailcertd: ${refusal(connector, RELOAD_WORDS[session.rendering.locale])}`);
      invocation.exitCode = 1;
      return;
    }
    const due = dueToBeServed(selection) ?? [];
    const order: ReloadOrder = { connector, due, asked: askedOf(invocation), waitMs: options.wait };
    await (options.dryRun === true ? rehearse : carryOut)(order, options, session, invocation);
  });
}
