import type { Assessment } from '../assessment/assess.ts';
import { alterStored } from '../certificate/alter-stored.ts';
import type { Service, StoredCertificate } from '../certificate/certificate.ts';
import type { StoreDefinition } from '../connector/connector.ts';
import { definedStores } from '../observation/coverage.ts';
import { personalOf, storeLocationOf } from './personal.ts';
import type { Line, Remedy } from './remedy.ts';
import { inPlaceOf } from './renew-commands.ts';

/** The file beside certificates that says what they are enabled for, before what their store says. */
const BESIDE = 'certificate.yaml';

const folderOf = ({ location: { path } }: StoredCertificate): string => path.slice(0, path.lastIndexOf('/'));

const isSameList = (a: readonly Service[], b: readonly Service[]): boolean =>
  a.length === b.length && a.every((service) => b.includes(service));

function withSmtp(stored: StoredCertificate): StoredCertificate {
  return stored.services.includes('SMTP') ? stored : alterStored(stored, { services: [...stored.services, 'SMTP'] });
}

/** A copy of it in a folder of its own, in the store that is written to. */
export function copyToPersonalStore(
  stored: StoredCertificate,
  assessment: Pick<Assessment, 'observation' | 'settings'>,
): Remedy | undefined {
  const personal = personalOf(assessment);
  if (personal === undefined || stored.key.kind !== 'matches') return undefined;
  const { passwordFiles = [] } = definedStores(assessment.observation).find(({ name }) => name === stored.store) ?? {};
  const copy = alterStored(stored, {
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
        ...['certificates', 'import', stored.location.path, '--services', 'SMTP'],
        ...passwordFiles.flatMap((path) => ['--password-file', path]),
      ],
    ],
    brings: { added: [copy] },
  };
}

/** Where the services of a certificate are written that lies in a store that is not written to. */
function lineFor(stored: StoredCertificate, store: StoreDefinition): Line {
  const text = `services: [${[...stored.services, 'SMTP'].join(', ')}]`;
  // What is written beside it comes before what its store says.
  return isSameList(stored.services, store.services)
    ? { of: 'store', text, store }
    : { of: 'folder', text, path: `${folderOf(stored)}/${BESIDE}` };
}

/** How a certificate is enabled for SMTP where it lies. */
export function enableForSmtp(
  stored: StoredCertificate,
  assessment: Pick<Assessment, 'observation' | 'settings'>,
): Remedy | undefined {
  const place = storeLocationOf(stored, assessment);
  if (place === 'own-folder') {
    const { thumbprint } = stored.certificate;
    return {
      commands: [[...assessment.settings.command, 'certificates', 'enable', thumbprint, '--services', 'SMTP']],
      brings: { certificate: inPlaceOf(stored, withSmtp) },
    };
  }
  if (place === 'loose') return copyToPersonalStore(stored, assessment);
  const store = definedStores(assessment.observation).find(({ name }) => name === stored.store);
  if (store === undefined) return undefined;
  const line = lineFor(stored, store);
  const goesFor = (other: StoredCertificate): boolean =>
    other.store === stored.store &&
    isSameList(other.services, stored.services) &&
    (line.of === 'store' || folderOf(other) === folderOf(stored));
  return { commands: [], line, brings: { certificate: (other) => (goesFor(other) ? withSmtp(other) : other) } };
}
