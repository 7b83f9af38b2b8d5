import type { Assessment } from '../assessment/assess.ts';
import type { Service, StoredCertificate } from '../certificate/certificate.ts';
import { copyStoredCertificate } from '../certificate/copy-stored-certificate.ts';
import type { StoreDefinition } from '../connector/connector.ts';
import { definedStores } from '../observation/defined-stores.ts';
import { personalStoreOf, storeLocationOf } from './personal-location.ts';
import type { Line, Remedy } from './remedy.ts';
import { changeOnly } from './renew-on-this-host.ts';

/**
 * Name of the file with the services of the certificates in its directory, which take precedence
 * over the services of the store.
 */
const NOTE_FILE = 'certificate.yaml';

const directoryOf = ({ location: { path } }: StoredCertificate): string => path.slice(0, path.lastIndexOf('/'));

const areSameServices = (a: readonly Service[], b: readonly Service[]): boolean =>
  a.length === b.length && a.every((service) => b.includes(service));

function withSmtp(stored: StoredCertificate): StoredCertificate {
  return stored.services.includes('SMTP')
    ? stored
    : copyStoredCertificate(stored, { services: [...stored.services, 'SMTP'] });
}

/**
 * Returns the remedy that copies a certificate into the personal store, in a directory of its own.
 * undefined without a personal store or a matching key.
 */
export function copyToPersonalStore(
  stored: StoredCertificate,
  assessment: Pick<Assessment, 'observation' | 'settings'>,
): Remedy | undefined {
  const personal = personalStoreOf(assessment);
  if (personal === undefined || stored.key.kind !== 'matches') return undefined;
  const { passwordFiles = [] } = definedStores(assessment.observation).find(({ name }) => name === stored.store) ?? {};
  const copy = copyStoredCertificate(stored, {
    store: personal.store.name,
    location: {
      path: `${personal.store.path}/${stored.certificate.thumbprint}/certificate.pem`,
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

/**
 * Returns the line that enables a certificate for SMTP in a store that mailcertd does not write to.
 */
function servicesLine(stored: StoredCertificate, store: StoreDefinition): Line {
  const text = `services: [${[...stored.services, 'SMTP'].join(', ')}]`;
  // Other services than those of the store come from the file next to the certificate.
  return areSameServices(stored.services, store.services)
    ? { of: 'store', text, store }
    : { of: 'directory', text, path: `${directoryOf(stored)}/${NOTE_FILE}` };
}

/**
 * Returns the remedy that enables a certificate for SMTP: a command for a certificate in the
 * personal store that mailcertd writes to, otherwise a line to write. undefined if there is none.
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
      effect: { certificate: changeOnly(stored, withSmtp) },
    };
  }
  if (location === 'loose') return copyToPersonalStore(stored, assessment);
  const store = definedStores(assessment.observation).find(({ name }) => name === stored.store);
  if (store === undefined) return undefined;
  const line = servicesLine(stored, store);
  // The line also changes the other certificates whose services come from the same place.
  const isAffectedByLine = (other: StoredCertificate): boolean =>
    other.store === stored.store &&
    areSameServices(other.services, stored.services) &&
    (line.of === 'store' || directoryOf(other) === directoryOf(stored));
  return {
    commands: [],
    line,
    effect: { certificate: (other) => (isAffectedByLine(other) ? withSmtp(other) : other) },
  };
}
