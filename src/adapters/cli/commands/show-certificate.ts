import { resolve } from 'node:path';
import type { StoredRequest } from '../../../domain/certificate/certificate-request.ts';
import { suitabilityOf } from '../../../domain/certificate/suitability.ts';
import { isConnectorFile } from '../../../domain/connector/certificate-file.ts';
import type { ListedCertificate } from '../../../domain/status/status.ts';
import type { CertificateField } from '../../../formats/document/certificate-field.ts';
import { certificateDocument } from '../../../formats/document/certificate-fields.ts';
import { jsonDocument } from '../../../formats/document/json-document.ts';
import type { Scan } from '../../../work/operations/query-operations.ts';
import { matchingIds } from '../arguments/find-certificate.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { printUnverifiedChains } from '../invocation/print-unverified-chains.ts';
import type { CertificateDetails } from '../screens/certificate-details.ts';
import { compareLocations } from '../screens/certificate-groups.ts';
import type { Session } from '../session/session.ts';
import { findOrPrintRefusal } from './find-in-stores.ts';

/** The options of `certificates show`. */
export interface ShowOptions {
  readonly store?: readonly string[];
  readonly format: 'text' | 'json';
}

/** The context of one `certificates show`: how the result is printed, and from what. */
interface ShowContext {
  /** The fields of the JSON output, in order. */
  readonly fields: readonly CertificateField[];
  readonly format: ShowOptions['format'];
  readonly session: Session;
  readonly invocation: Invocation;
}

/**
 * Runs `mailcertd certificates show` for a word.
 * @param fields the fields of the JSON output, in order
 */
export async function showCertificate(
  word: string,
  { store, format }: ShowOptions,
  fields: readonly CertificateField[],
  invocation: Invocation,
): Promise<void> {
  await invocation.withDiscoveringSession((session) => show(word, { fields, format, session, invocation }), {
    stores: store,
  });
}

/**
 * Prints the certificate or CSR that a word names. If nothing matches and a store is unreadable,
 * prints a refusal.
 */
async function show(word: string, context: ShowContext): Promise<void> {
  const { format, session, invocation } = context;
  const { signal } = invocation.dependencies;
  // Only the chains of the named certificates are verified.
  const scan = await session.operations.scan({ chains: (all) => matchingIds(word, all, []) }, signal);
  const contents = preferCertificates(word, scan);
  const id = await findOrPrintRefusal(word, contents, { verb: 'show', format }, { session, invocation });
  if (id === undefined) return;
  const request = contents.requests.find((stored) => stored.request.sha256Fingerprint === id);
  if (request !== undefined) return printRequest(request, context);
  printUnverifiedChains(scan, invocation);
  const details = detailsOf({ word, thumbprint: id }, scan, session);
  if (details !== undefined) await printDetails(details, context);
}

/**
 * Returns the scan without CSRs if a certificate matches the word: a CSR often has the name of the
 * certificate that it will replace, and must not make the word ambiguous.
 */
function preferCertificates(word: string, scan: Scan): Scan {
  const stored = scan.certificates.map((listed) => listed.stored);
  return matchingIds(word, stored, []).size > 0 ? { ...scan, requests: [] } : scan;
}

async function printRequest(
  request: StoredRequest,
  { fields, format, session, invocation }: ShowContext,
): Promise<void> {
  const screen = invocation.screenContext(session);
  if (format === 'json') {
    return invocation.output.print(jsonDocument(certificateDocument(request, fields, screen.profile)));
  }
  const { requestScreen } = await import('../screens/request-screen.ts');
  return invocation.output.print(requestScreen(request, screen));
}

/**
 * Returns the details of a certificate; undefined if it is in no store. If the word is a file, the
 * displayed copy is the one in this file.
 */
function detailsOf(
  { word, thumbprint }: { readonly word: string; readonly thumbprint: string },
  scan: Scan,
  { proxy, fqdn }: Session,
): CertificateDetails | undefined {
  const copies = scan.certificates.filter(({ stored }) => stored.certificate.thumbprint === thumbprint);
  const path = resolve(word);
  const isInNamedFile = ({ stored }: ListedCertificate): boolean => stored.location.path === path;
  const [listed, ...others] = copies.sort(
    (a, b) => Number(isInNamedFile(b)) - Number(isInNamedFile(a)) || compareLocations(a, b),
  );
  if (listed === undefined) return undefined;
  return {
    listed,
    copies: [listed, ...others],
    selectedBy: listed.selectedBy ?? [],
    suitability: suitabilityOf(listed.stored, {
      now: scan.at,
      origin: listed.origin,
      proxy,
      fqdn,
      // Each file that a connector names is a store of its own, and only other servers than Exchange
      // name files.
      isUsedByOtherServer: copies.some(({ stored }) => isConnectorFile(stored.store)),
    }),
    at: scan.at,
  };
}

async function printDetails(
  details: CertificateDetails,
  { fields, format, session, invocation }: ShowContext,
): Promise<void> {
  const { certificateDetails, detailsDocument } = await import('../screens/certificate-details.ts');
  const screen = invocation.screenContext(session);
  await invocation.output.print(
    format === 'json' ? jsonDocument(detailsDocument(details, fields, screen)) : certificateDetails(details, screen),
  );
}
