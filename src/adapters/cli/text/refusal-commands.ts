import { dirname } from 'node:path';
import type { Service, StoredCertificate } from '../../../domain/certificate/certificate.ts';
import type { StoreDefinition } from '../../../domain/connector/connector.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { shortThumbprint } from './short-thumbprint.ts';

/** The verbs that can be refused; `show` only for an unreadable store. */
export type StoreVerb = 'show' | 'new' | 'renew' | 'enable' | 'import' | 'export' | 'remove';

/** The refused command, for the text of a refusal. */
export interface RefusalContext {
  readonly verb: StoreVerb;
  /** The words that start mailcertd with the current configuration. */
  readonly command: readonly [string, ...string[]];
  /** The owner of the unreadable path, if it is not the account of the user. */
  readonly owner?: string | undefined;
}

/** Returns a `certificates` command that can be pasted into a shell. */
export const certificatesCommand = ({ command }: RefusalContext, ...words: readonly string[]): string =>
  shellWords([...command, 'certificates', ...words]);

/** Returns the option `--services`; empty for undefined. No services are the word `none`. */
export const servicesWords = (services: readonly Service[] | undefined): readonly string[] =>
  services === undefined ? [] : ['--services', services.join(',') || 'none'];

/** Returns the prefix of the thumbprint, as tables print it. */
export const shortName = ({ certificate }: StoredCertificate): string => shortThumbprint(certificate);

/**
 * Returns the line that sets the services of a certificate in a read-only store, and where to add
 * it. This is the entry of the store in the configuration or, if the services of the certificate are
 * not from the store, the file next to the certificate that overrides the entry.
 */
export function servicesLine(
  { services: enabledServices, hasOwnServices, location }: StoredCertificate,
  { services: storeServices, source }: StoreDefinition,
  newServices: readonly Service[] = enabledServices,
): { readonly line: string; readonly place: { readonly kind: 'store-entry' | 'file'; readonly path: string } } {
  const line = `services: [${newServices.join(', ')}]`;
  const hasServicesOfStore =
    hasOwnServices !== true &&
    source.inventory === 'configuration' &&
    enabledServices.toSorted().join() === storeServices.toSorted().join();
  const noteFile = `${dirname(location.path)}/certificate.yaml`;
  return {
    line,
    place: hasServicesOfStore ? { kind: 'store-entry', path: source.place } : { kind: 'file', path: noteFile },
  };
}

/**
 * Returns the command that renews a certificate; for a certificate issued by a CA, it creates a CSR
 * instead of a self-signed certificate.
 */
export function renewCommand({ certificate }: StoredCertificate, context: RefusalContext): string {
  return certificatesCommand(
    context,
    'renew',
    certificate.thumbprint,
    ...(certificate.isSelfIssued ? [] : ['--request']),
  );
}
