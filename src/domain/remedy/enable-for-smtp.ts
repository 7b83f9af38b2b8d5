import type { Assessment } from '../assessment/assess.ts';
import type { Service, StoredCertificate } from '../certificate/certificate.ts';
import { copyStoredCertificate } from '../certificate/copy-stored-certificate.ts';
import type { StoreDefinition } from '../connector/connector.ts';
import { definedStores } from '../observation/defined-stores.ts';
import { currentOrLastKnown } from '../scan-result.ts';
import { personalStoreOf, storeLocationOf } from './personal-location.ts';
import type { Line, Remedy } from './remedy.ts';
import { changeOnly } from './renew-on-this-host.ts';

/**
 * Name of the file with the services of the certificates in its directory, which take precedence
 * over the services of the store.
 */
const NOTE_FILE = 'certificate.yaml';

const directoryPath = (path: string): string => path.slice(0, path.lastIndexOf('/'));

const directoryOf = ({ location: { path } }: StoredCertificate): string => directoryPath(path);

const areSameServices = (a: readonly Service[], b: readonly Service[]): boolean =>
  a.length === b.length && a.every((service) => b.includes(service));

function withSmtp(stored: StoredCertificate): StoredCertificate {
  return stored.services.includes('SMTP')
    ? stored
    : copyStoredCertificate(stored, { services: [...stored.services, 'SMTP'] });
}

/**
 * Returns whether a command of mailcertd created a CSR with the same public key, and its private
 * key is in the personal store, the only store that mailcertd writes to. The import then finds the
 * key there.
 */
export function hasPendingCsr(
  { certificate }: Pick<StoredCertificate, 'certificate'>,
  assessment: Pick<Assessment, 'observation'>,
): boolean {
  return (personalStoreOf(assessment)?.snapshot.requests ?? []).some(
    ({ request, note, hasPrivateKey }) =>
      request.publicKeySha256 === certificate.publicKeySha256 && note !== undefined && hasPrivateKey !== false,
  );
}

/**
 * Returns whether `certificates import` accepts the file of a certificate. Its private key must be in
 * the file, in a file of the same directory, or with a CSR. The file must contain no other
 * certificate with such a key.
 */
function isFileImportable(stored: StoredCertificate, assessment: Pick<Assessment, 'observation'>): boolean {
  const { path } = stored.location;
  const hasKeyForImport = (other: StoredCertificate): boolean => {
    const { kind, path: keyPath } = other.key;
    const isKeyNear = kind === 'matches' && keyPath !== undefined && directoryPath(keyPath) === directoryPath(path);
    return isKeyNear || hasPendingCsr(other, assessment);
  };
  const result = assessment.observation.stores.get(stored.store);
  const { certificates = [] } = (result && currentOrLastKnown(result)?.value) ?? {};
  return (
    hasKeyForImport(stored) &&
    !certificates.some(
      (other) =>
        other.location.path === path &&
        other.certificate.thumbprint !== stored.certificate.thumbprint &&
        hasKeyForImport(other),
    )
  );
}

/**
 * Returns the remedy that copies a certificate into the personal store, in a directory of its own.
 * undefined without a personal store or a matching key, or if the import would refuse the file.
 */
export function copyToPersonalStore(
  stored: StoredCertificate,
  assessment: Pick<Assessment, 'observation' | 'settings'>,
): Remedy | undefined {
  const personal = personalStoreOf(assessment);
  if (personal === undefined || stored.key.kind !== 'matches' || !isFileImportable(stored, assessment))
    return undefined;
  const { passwordFiles = [] } = definedStores(assessment.observation).find(({ name }) => name === stored.store) ?? {};
  const copy = copyStoredCertificate(stored, {
    store: personal.store.name,
    location: {
      path: `${personal.store.path}/${stored.certificate.thumbprint}/certificate.pem`,
      // The first block of a new file.
      block: 0,
      alias: undefined,
    },
    services: ['SMTP'],
  });
  return {
    commands: [
      [
        ...assessment.settings.command,
        'certificates',
        'import',
        stored.location.path,
        '--services',
        'SMTP',
        ...passwordFiles.flatMap((path) => ['--password-file', path]),
      ],
    ],
    effect: { added: [copy] },
  };
}

/** Returns whether the services of a certificate are from its store, not from a `certificate.yaml`. */
function hasServicesOfStore({ services, hasOwnServices }: StoredCertificate, store: StoreDefinition): boolean {
  // For a certificate from an earlier scan, `hasOwnServices` is unknown; other services are its own.
  return hasOwnServices !== true && areSameServices(services, store.services);
}

/**
 * Returns the line that enables a certificate for SMTP in a store that mailcertd does not write to:
 * in the configuration of the store, or in the `certificate.yaml` that overrides it.
 */
function servicesLine(stored: StoredCertificate, store: StoreDefinition): Line {
  const text = `services: [${[...stored.services, 'SMTP'].join(', ')}]`;
  return hasServicesOfStore(stored, store)
    ? { of: 'store', text, store }
    : { of: 'directory', text, path: `${directoryOf(stored)}/${NOTE_FILE}` };
}

/**
 * Returns the remedy that enables a certificate for SMTP; undefined if there is none:
 * 1. in a directory of its own in the personal store: the command that enables it
 * 2. next to other certificates in the personal store: the command that copies it
 * 3. in another store: a line for the configuration of the store or for `certificate.yaml`
 */
export function enableForSmtp(
  stored: StoredCertificate,
  assessment: Pick<Assessment, 'observation' | 'settings'>,
): Remedy | undefined {
  const location = storeLocationOf(stored, assessment);
  if (location === 'own-directory') {
    const { thumbprint } = stored.certificate;
    return {
      commands: [[...assessment.settings.command, 'certificates', 'enable', thumbprint, '--services', 'SMTP']],
      enables: thumbprint,
      // The change that the command will make, for simulations.
      effect: { certificate: changeOnly(stored, withSmtp) },
    };
  }
  if (location === 'shared-directory') return copyToPersonalStore(stored, assessment);
  const store = definedStores(assessment.observation).find(({ name }) => name === stored.store);
  if (store === undefined) return undefined;
  const line = servicesLine(stored, store);
  // The line of the store changes all certificates with its services. A `certificate.yaml` is for all
  // certificates in its directory.
  const isAffectedByLine = (other: StoredCertificate): boolean =>
    other.store === stored.store &&
    (line.of === 'store' ? hasServicesOfStore(other, store) : directoryOf(other) === directoryOf(stored));
  return {
    commands: [],
    line,
    effect: { certificate: (other) => (isAffectedByLine(other) ? withSmtp(other) : other) },
  };
}
