import type { StoredCertificate } from '../../../domain/certificate/certificate.ts';
import {
  connectorFailure,
  type RotatedAddress,
  type RotatedConnector,
  type Rotation,
  type RotationObservation,
} from '../../../domain/served/rotation.ts';
import { renderEvent } from '../../../formats/event/render-event.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ReloadOrder, ReloadOutcome } from '../../../work/operations.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { PROBE_WORDS } from '../text/probe-words.ts';
import { RELOAD_WORDS } from '../text/reload-words.ts';
import { localTime } from '../text/written-times.ts';
import { problemText } from './probe-screen.ts';
import { textTable } from './text-table.ts';

/**
 * Returns the row of an address: the certificate before and after, and whether the latter is on
 * disk.
 */
function addressRow(
  address: RotatedAddress,
  { onDisk }: RotatedConnector,
  isDryRun: boolean,
  means: ScreenContext,
): readonly string[] {
  const { locale } = means.rendering;
  const words = RELOAD_WORDS[locale];
  const { before, after, problem, keyType } = address;
  const [was, is] = [before, after].map((each) => each?.serialNumber ?? words.unseen);
  const isDue = onDisk.some(({ thumbprint }) => thumbprint === after?.thumbprint);
  const cause = problem === undefined ? '' : problemText(problem, means);
  const seen = isDue ? words.presentsIt : words.presentsOther;
  const verdict = onDisk.length === 0 ? '' : seen;
  const name = [address.address, PROBE_WORDS[locale].keyType[keyType]].filter(Boolean).join(' ');
  return [`  ${name}`, isDryRun ? `${is}` : `${was} → ${is}`, after === undefined ? cause : verdict];
}

function onDiskRows(due: readonly StoredCertificate[], { rendering }: ScreenContext): readonly (readonly string[])[] {
  const words = RELOAD_WORDS[rendering.locale];
  if (due.length === 0) return [[`  ${words.onDisk}`, words.onDiskUnknown, '']];
  return due.map(({ certificate, location }, index) => [
    index === 0 ? `  ${words.onDisk}` : '',
    certificate.serialNumber,
    `${visible(location.path)}, ${localTime(certificate.notAfter, rendering.offsetMinutes)}`,
  ]);
}

/** Returns a table for each connector; with several connectors, each has its name as heading. */
function tables(
  { connectors }: RotationObservation,
  order: ReloadOrder,
  isDryRun: boolean,
  means: ScreenContext,
): string {
  return connectors
    .map((rotated, at) => {
      const heading = connectors.length === 1 ? '' : `${visible(rotated.connector)}\n`;
      const resolved = rotated.problem === undefined ? '' : `  ${problemText(rotated.problem, means)}\n`;
      const addresses = rotated.addresses.map((each) => addressRow(each, rotated, isDryRun, means));
      const due = order.connectors[at]?.due ?? [];
      return `${heading}${resolved}${textTable([...addresses, ...onDiskRows(due, means)])}`;
    })
    .join('');
}

/**
 * Returns the verdict on a reload: one line for each connector that is not verified, or one for
 * all.
 */
function verdict({ failure, connectors, problem }: Rotation, means: ScreenContext): string {
  const words = RELOAD_WORDS[means.rendering.locale];
  const names = connectors.map(({ connector }) => visible(connector));
  if (failure === undefined) return `${means.colors.green(words.proven(names))}\n`;
  if (failure === 'reload-failed') {
    const why = problem === undefined ? '' : problemText(problem, means);
    return `${means.colors.red(words.failure['reload-failed'](names.join(', '), why))}\n`;
  }
  return connectors
    .flatMap((each) => {
      const failed = connectorFailure(each);
      if (failed === undefined) return [];
      const reason = each.problem ?? each.addresses.find((address) => address.problem !== undefined)?.problem;
      const why = reason === undefined ? '' : problemText(reason, means);
      return [`${means.colors.red(words.failure[failed](visible(each.connector), why))}\n`];
    })
    .join('');
}

/**
 * Returns the result of a reload: every address, the verdict, and the events that the daemon wrote.
 */
export function reloadScreen({ rotation, report }: ReloadOutcome, order: ReloadOrder, means: ScreenContext): string {
  const records = report.kind === 'written' ? report.records : [];
  return [
    `$ ${shellWords(rotation.command)}\n`,
    tables(rotation, order, false, means),
    verdict(rotation, means),
    ...records.map((record) => renderEvent('line', record, means.rendering)),
  ].join('');
}

/** Returns the servers that would be reloaded, with their served and selected certificates. */
export function simulationOfReload(rotation: RotationObservation, order: ReloadOrder, means: ScreenContext): string {
  const words = RELOAD_WORDS[means.rendering.locale];
  const names = order.connectors.map(({ connector }) => visible(connector.name)).join(', ');
  return `${words.would(names, shellWords(order.command))}\n${tables(rotation, order, true, means)}`;
}
