import { dirname } from 'node:path';
import type { Service, StoredCertificate } from '../../../domain/certificate/certificate.ts';
import type { StoreDefinition } from '../../../domain/connector/connector.ts';
import type { Refusal } from '../../../domain/store-change/refusal.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { shortThumbprint } from './short-thumbprint.ts';

/** The verbs that can be refused; `show` only for an unreadable store. */
export type StoreVerb = 'show' | 'new' | 'renew' | 'enable' | 'import' | 'export' | 'remove';

/** The context of a refusal: the verb, and the command that starts mailcertd. */
export interface RefusalContext {
  readonly verb: StoreVerb;
  readonly command: readonly [string, ...string[]];
  /** The owner of the unreadable path, if it is not the account of the user. */
  readonly owner?: string | undefined;
}

/** The text of each refusal with its next step, in one language. */
export type RefusalWords = {
  readonly [Reason in Refusal['reason']]: (
    refusal: Extract<Refusal, { reason: Reason }>,
    context: RefusalContext,
  ) => string;
};

/** Returns a mailcertd command that can be pasted into a shell. */
export const certificatesCommand = ({ command }: RefusalContext, ...words: readonly string[]): string =>
  shellWords([...command, 'certificates', ...words]);

/** Returns the option `--services`; empty if no services are given. */
export const servicesWords = (services: readonly Service[] | undefined): readonly string[] =>
  services === undefined ? [] : ['--services', services.join(',') || 'none'];

/** Returns the prefix of the thumbprint, as tables print it. */
export const shortName = ({ certificate }: StoredCertificate): string => shortThumbprint(certificate);

/**
 * Returns the `services` line for a certificate in a read-only store, and its place: the entry of
 * the store, or the file next to the certificate, which overrides the entry.
 */
export function servicesLine(
  { services: enabledServices, location }: StoredCertificate,
  { services: storeServices, source }: StoreDefinition,
  newServices: readonly Service[] = enabledServices,
): { readonly line: string; readonly place: { readonly kind: 'entry' | 'file'; readonly path: string } } {
  const line = `services: [${newServices.join(', ')}]`;
  const hasServicesOfStore =
    source.inventory === 'configuration' && enabledServices.toSorted().join() === storeServices.toSorted().join();
  const noteFile = `${dirname(location.path)}/certificate.yaml`;
  return { line, place: hasServicesOfStore ? { kind: 'entry', path: source.place } : { kind: 'file', path: noteFile } };
}

/**
 * Returns the command that renews a certificate. A certificate issued by a CA needs a CSR, because
 * a clone would be self-signed.
 */
export function renewCommand({ certificate }: StoredCertificate, context: RefusalContext): string {
  return certificatesCommand(
    context,
    'renew',
    certificate.thumbprint,
    ...(certificate.isSelfIssued ? [] : ['--request']),
  );
}
