import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import type { RotatedAddress, Rotation, RotationSight } from '../../domain/connector/rotation.ts';
import { renderEvent } from '../../formats/event/render-event.ts';
import { shellWords } from '../../formats/event/shell-words.ts';
import { visible } from '../../formats/visible.ts';
import type { ReloadOrder, ReloadOutcome } from '../../work/operations.ts';
import { problemText } from './probe-screen.ts';
import { PROBE_WORDS } from './probe-words.ts';
import { RELOAD_WORDS } from './reload-words.ts';
import type { ScreenMeans } from './screen-means.ts';
import { textTable } from './text-table.ts';
import { localTime } from './written-times.ts';

/** What an address presented before and presents now, and whether that lies on disk. */
function addressRow(
  address: RotatedAddress,
  { onDisk }: RotationSight,
  isRehearsed: boolean,
  means: ScreenMeans,
): readonly string[] {
  const { locale } = means.rendering;
  const words = RELOAD_WORDS[locale];
  const { before, after, problem, keyType } = address;
  const [was, is] = [before, after].map((each) => each?.serialNumber ?? words.unseen);
  const isDue = onDisk.some(({ thumbprint }) => thumbprint === after?.thumbprint);
  const unseen = problem === undefined ? '' : problemText(problem, means);
  const seen = isDue ? words.presentsIt : words.presentsOther;
  const verdict = onDisk.length === 0 ? '' : seen;
  const name = [address.address, PROBE_WORDS[locale].keyType[keyType]].filter(Boolean).join(' ');
  return [`  ${name}`, isRehearsed ? `${is}` : `${was} → ${is}`, after === undefined ? unseen : verdict];
}

function onDiskRows(due: readonly StoredCertificate[], { rendering }: ScreenMeans): readonly (readonly string[])[] {
  const words = RELOAD_WORDS[rendering.locale];
  if (due.length === 0) return [[`  ${words.onDisk}`, words.onDiskUnknown, '']];
  return due.map(({ certificate, location }, index) => [
    index === 0 ? `  ${words.onDisk}` : '',
    certificate.serialNumber,
    `${visible(location.path)}, ${localTime(certificate.notAfter, rendering.offsetMinutes)}`,
  ]);
}

function table(sight: RotationSight, { due }: ReloadOrder, isRehearsed: boolean, means: ScreenMeans): string {
  const addresses = sight.addresses.map((each) => addressRow(each, sight, isRehearsed, means));
  return textTable([...addresses, ...onDiskRows(due, means)]);
}

/** The verdict on a rotation, in one line. */
function verdict({ failure, connector, problem, addresses }: Rotation, means: ScreenMeans): string {
  const words = RELOAD_WORDS[means.rendering.locale];
  const name = visible(connector);
  if (failure === undefined) return means.colors.green(words.proven(name));
  const reason = problem ?? addresses.find((each) => each.problem !== undefined)?.problem;
  return means.colors.red(words.failure[failure](name, reason === undefined ? '' : problemText(reason, means)));
}

/** What came of a reload: each address, what lies on disk, the verdict, and what the daemon wrote of it. */
export function reloadScreen({ rotation, told }: ReloadOutcome, order: ReloadOrder, means: ScreenMeans): string {
  const records = told.kind === 'written' ? told.records : [];
  return [
    `$ ${shellWords(rotation.command)}\n`,
    table(rotation, order, false, means),
    `${verdict(rotation, means)}\n`,
    ...records.map((record) => renderEvent('line', record, means.rendering)),
  ].join('');
}

/** What would be reloaded, what is presented now and what should be. */
export function rehearsalOfReload(sight: RotationSight, order: ReloadOrder, means: ScreenMeans): string {
  const words = RELOAD_WORDS[means.rendering.locale];
  const { name, reload } = order.connector;
  const resolved = sight.problem === undefined ? '' : `  ${problemText(sight.problem, means)}\n`;
  return `${words.would(visible(name), shellWords(reload))}\n${resolved}${table(sight, order, true, means)}`;
}
