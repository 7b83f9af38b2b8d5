import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { StoredRequest } from '../../../domain/certificate/certificate-request.ts';
import { suitabilityOf } from '../../../domain/certificate/suitability.ts';
import { isFileStore } from '../../../domain/connector/certificate-file.ts';
import type { ListedCertificate } from '../../../domain/status/status.ts';
import type { Scan } from '../../../work/operations/query-operations.ts';
import { namedBy } from '../arguments/find-certificate.ts';
import { repeated } from '../arguments/repeated.ts';
import { textOrJsonOption } from '../arguments/text-or-json.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { printUncheckedChains } from '../invocation/print-unchecked-chains.ts';
import type { CertificateField } from '../json/certificate-field.ts';
import { certificateDocument } from '../json/certificate-fields.ts';
import { jsonDocument } from '../json/json-document.ts';
import type { CertificateDetails } from '../screens/certificate-details.ts';
import { bestFirst } from '../screens/certificate-groups.ts';
import type { Session } from '../session/cli-dependencies.ts';
import { findSeen } from './find-in-stores.ts';

interface ShowOptions {
  readonly store?: readonly string[];
  readonly format: 'text' | 'json';
}

/**
 * Returns the details of a certificate; undefined if it is in no store. If the word is a file, the
 * certificate in that file is first.
 */
function detailsOf(
  { word, thumbprint }: { readonly word: string; readonly thumbprint: string },
  scan: Scan,
  { proxy, fqdn }: Session,
): CertificateDetails | undefined {
  const places = scan.certificates.filter(({ stored }) => stored.certificate.thumbprint === thumbprint);
  const path = resolve(word);
  const isNamed = ({ stored }: ListedCertificate): boolean => stored.location.path === path;
  const [listed, ...others] = places.sort((a, b) => Number(isNamed(b)) - Number(isNamed(a)) || bestFirst(a, b));
  if (listed === undefined) return undefined;
  return {
    listed,
    places: [listed, ...others],
    selectedBy: listed.selectedBy ?? [],
    suitability: suitabilityOf(listed.stored, {
      now: scan.at,
      origin: listed.origin,
      proxy,
      fqdn,
      isNamedByServer: places.some(({ stored }) => isFileStore(stored.store)),
    }),
    at: scan.at,
  };
}

async function printRequest(
  request: StoredRequest,
  fields: readonly CertificateField[],
  format: ShowOptions['format'],
  { session, invocation }: { readonly session: Session; readonly invocation: Invocation },
): Promise<void> {
  const screen = invocation.screen(session);
  if (format === 'json') {
    return invocation.output.print(jsonDocument(certificateDocument(request, fields, screen.profile)));
  }
  const { requestScreen } = await import('../screens/request-screen.ts');
  return invocation.output.print(requestScreen(request, screen));
}

/** Adds `mailcertd certificates show`. */
export function addCertificatesShow(
  certificates: Command,
  fields: readonly CertificateField[],
  invocation: Invocation,
): void {
  certificates
    .command('show')
    .description('show a certificate and its suitability for clients, or a CSR')
    .argument('<certificate>', 'thumbprint or unique prefix, DNS name, or file; for a CSR, its SHA-256')
    .option('--store <path>', 'scan this path instead of the configured stores; repeatable', repeated)
    .addOption(textOrJsonOption())
    .action((word: string, { store, format }: ShowOptions) =>
      invocation.withFound(store ?? [], async (session) => {
        const { output, dependencies } = invocation;
        const scan = await session.operations.scan(undefined, dependencies.signal, (all) => namedBy(word, all, []));
        const stored = scan.certificates.map((each) => each.stored);
        const isCertificate = namedBy(word, stored, []).size > 0;
        const seen = isCertificate ? { ...scan, requests: [] } : scan;
        const id = await findSeen(word, seen, { verb: 'show', format }, { session, invocation });
        if (id === undefined) return;
        const request = seen.requests.find((each) => each.request.sha256Fingerprint === id);
        if (request !== undefined) return printRequest(request, fields, format, { session, invocation });
        printUncheckedChains(scan, invocation);
        const details = detailsOf({ word, thumbprint: id }, scan, session);
        if (details === undefined) return;
        const { certificateDetails, detailsDocument } = await import('../screens/certificate-details.ts');
        const screen = invocation.screen(session);
        const document = format === 'json' ? jsonDocument(detailsDocument(details, fields, screen)) : undefined;
        await output.print(document ?? certificateDetails(details, screen));
      }),
    );
}
