import { join } from 'node:path';
import { type Certificate, namesOf } from '../../../domain/certificate/certificate.ts';
import type { CertificateRequest } from '../../../domain/certificate/certificate-request.ts';
import { isExpired, isNotYetValid } from '../../../domain/certificate/lifetime.ts';
import type { StoreChange } from '../../../domain/store-change/store-change.ts';
import type { StoreCommand } from '../../../domain/store-change/store-command.ts';
import { joinList } from '../../../domain/text/join-list.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import type { Instant } from '../../../domain/time.ts';
import { renderLine } from '../../../formats/event/line.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { Changed } from '../json/change-document.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { CHANGE_PHRASES, type Validity } from '../text/change-phrases.ts';
import { shortThumbprint } from '../text/short-thumbprint.ts';
import { TABLE_PHRASES } from '../text/table-phrases.ts';
import { localTime } from '../text/written-times.ts';
import { enablingRows } from './enabling-rows.ts';
import { screenLine } from './screen-line.ts';
import { eventRows, selectionRows } from './simulation-screen.ts';
import { type Cell, commandCell, textTable } from './text-table.ts';

/** The names of a certificate or CSR. */
type Named = Pick<Certificate, 'dnsNames' | 'commonNames' | 'subject' | 'ipAddresses'>;

/**
 * Returns the screen of a change: the change, its effects, and the events that the daemon wrote.
 */
export function changeScreen(changed: Changed, command: StoreCommand, context: ScreenContext): string {
  const logged = changed.kind === 'done' && changed.report.kind === 'written' ? changed.report.records : [];
  return [
    screenLine(headLine(changed, command, context), context),
    effectsTable(changed, command, context),
    ...logged.map((record) => screenLine(renderLine(record, context.rendering), context)),
  ].join('');
}

/** Returns one line that describes the change or simulation. */
function headLine(changed: Changed, command: StoreCommand, context: ScreenContext): string {
  const { locale } = context.rendering;
  const words = inLanguage(CHANGE_PHRASES, locale);
  const { change } = changed;
  const subject = subjectOf(change);
  const names = namesText(subject, context);
  const services = joinList('services' in change ? change.services : [], locale) || words.noService;
  const path = changed.kind === 'done' ? visible(changed.path) : undefined;
  if (!('thumbprint' in subject)) {
    return change.kind === 'remove' ? words.requestRemoved(names, path) : words.requested(names, services, path);
  }
  const details = {
    thumbprint: path === undefined && createsKey(changed, command) ? undefined : subject.thumbprint,
    names,
    validity: validityOf(subject, changed.simulation.now, context),
    services,
    path,
  };
  if (change.kind === 'remove') return words.removed(details);
  if (change.kind === 'services') return words.enabled(details);
  if (change.kind === 'install' && change.csr !== undefined) return words.importedForRequest(details);
  if (command.verb === 'import') return words.imported(details);
  return command.verb === 'renew' ? words.renewed(command.thumbprint, details) : words.created(details);
}

/** Returns the certificate or CSR of a change. */
function subjectOf(change: StoreChange): Certificate | CertificateRequest {
  if (change.kind === 'install') return change.certificate;
  if (change.kind === 'request') return change.request;
  const stored = change.kind === 'services' ? change.stored : change.removed;
  return 'request' in stored ? stored.request : stored.certificate;
}

/** Returns the first three names and the number of the others. */
function namesText(subject: Named, { rendering }: ScreenContext): string {
  const names = [...new Set([...namesOf(subject), ...subject.ipAddresses])];
  const firstNames = joinList(names.slice(0, 3).map(visible), rendering.locale);
  return names.length > 3
    ? `${firstNames} ${inLanguage(TABLE_PHRASES, rendering.locale).more(names.length - 3)}`
    : firstNames;
}

/**
 * Returns whether the change creates a key. A simulation then creates another key than the change
 * later will, so its thumbprint must not be shown.
 */
function createsKey({ change }: Changed, command: StoreCommand): boolean {
  return change.kind === 'install' && command.verb !== 'import';
}

function validityOf({ notBefore, notAfter }: Certificate, now: Instant, { rendering }: ScreenContext): Validity {
  const { offsetMinutes } = rendering;
  const until = localTime(notAfter, offsetMinutes);
  if (isExpired({ notAfter }, now)) return { kind: 'expired', until };
  if (!isNotYetValid({ notBefore }, now)) return { kind: 'valid', until };
  return { kind: 'not-yet-valid', from: localTime(notBefore, offsetMinutes), until };
}

/**
 * Returns the table of effects. In a simulation, a new certificate has no thumbprint yet, so its
 * thumbprint is replaced by a text.
 */
function effectsTable(changed: Changed, command: StoreCommand, context: ScreenContext): string {
  const words = inLanguage(CHANGE_PHRASES, context.rendering.locale);
  const { change, simulation } = changed;
  // A CSR, which has no thumbprint, changes no selected certificate and raises no event.
  const isRequest = !('thumbprint' in subjectOf(change));
  const rows = [
    ...detailRows(changed, context),
    ...enablingRows(changed, words.nextStepLabel),
    ...(isRequest
      ? []
      : [
          ...selectionRows(simulation, context),
          ...eventRows(simulation, context, { withFixes: changed.kind === 'done' }),
        ]),
  ];
  if (changed.kind === 'done' || change.kind !== 'install' || !createsKey(changed, command))
    return textTable(rows, context);
  const { certificate } = change;
  const named = (text: string): string =>
    text
      .replaceAll(certificate.thumbprint, words.newCertificate)
      .replaceAll(shortThumbprint(certificate), words.newCertificate);
  return textTable(
    rows.map((row) => row.map((cell) => (typeof cell === 'string' ? named(cell) : commandCell(named(cell.text))))),
    context,
  );
}

/**
 * Returns the rows about an installed certificate (stable path, internal transport certificate,
 * shorter validity, missing issuer), or about a CSR (file, next step).
 */
function detailRows(changed: Changed, context: ScreenContext): Cell[][] {
  const words = inLanguage(CHANGE_PHRASES, context.rendering.locale);
  const { change } = changed;
  // Only an installed certificate or its services can record the internal transport certificate.
  if ('recordsInternal' in change) {
    const { lacksIssuer } = changed.simulation;
    const file = changed.kind === 'done' ? visible(join(changed.path, 'certificate.pem')) : undefined;
    // The expiry of the renewed certificate, if its successor expires earlier.
    const endsBefore = 'endsBefore' in change ? change.endsBefore : undefined;
    const until = endsBefore === undefined ? undefined : localTime(endsBefore, context.rendering.offsetMinutes);
    const stablePath = changed.kind === 'done' ? changed.stablePath : undefined;
    return [
      ...(stablePath === undefined ? [] : [[words.stablePathLabel, visible(join(stablePath, 'fullchain.pem'))]]),
      ...(change.recordsInternal ? [[words.setLabel, words.setAsInternal]] : []),
      ...(until === undefined ? [] : [[words.shorterLabel, words.expiresSooner(until)]]),
      ...(lacksIssuer === undefined ? [] : [[words.incompleteLabel, words.issuerMissing(visible(lacksIssuer), file)]]),
    ];
  }
  if (change.kind !== 'request' || changed.kind !== 'done') return [];
  return [
    [words.requestLabel, visible(join(changed.path, 'request.pem'))],
    [words.nextStepLabel, words.sendRequest],
    ['', commandCell(shellWords([...context.command, 'certificates', 'import', 'FILE']))],
  ];
}
