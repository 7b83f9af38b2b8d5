import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openPersonalStore } from '../../adapters/file-store/open-personal-store.ts';
import { actAsItself } from '../../adapters/file-store/write/act-as.ts';
import { makeDirectories } from '../../adapters/file-store/write/make-directories.ts';
import { issueSelfSigned } from '../../adapters/issue/issue-self-signed.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import type { CertificateParameters } from '../../domain/certificate/certificate-parameters.ts';
import { commonNameSubject } from '../../domain/certificate/common-name-subject.ts';
import { DAY, HOUR, type Instant, SECOND } from '../../domain/time.ts';
import type { PersonalStore } from '../../work/ports/stores.ts';
import { storeWritingOptions } from '../store-writing-options.ts';

/** The directory of the sample, relative to the working directory. */
export const DEMO_DIRECTORY = 'var/demo';

/**
 * Domain that is reserved for examples.
 * @see RFC 2606 section 2
 */
const DOMAIN = 'contoso.example';

/** A connector, and its FQDN, which no certificate of the sample matches. */
export const UNMATCHED_CONNECTOR: { readonly connector: string; readonly fqdn: string } = {
  connector: 'Partner',
  fqdn: `partner.${DOMAIN}`,
};

const CONFIGURATION = `# The sample that npm start makes. Delete ${DEMO_DIRECTORY} to start again.
computer: demo01.${DOMAIN}
stateDirectory: state
stores:
  - { name: My, path: store, services: [SMTP] }
connectors:
  - { name: Default DEMO01, direction: receive }
  - { name: Internet, direction: receive, fqdn: mail.${DOMAIN} }
  - { name: Client, direction: receive, fqdn: imap.${DOMAIN} }
  - { name: ${UNMATCHED_CONNECTOR.connector}, direction: send, fqdn: ${UNMATCHED_CONNECTOR.fqdn} }
`;

const certificateParameters = (
  commonName: string,
  dnsNames: readonly string[],
  from: Instant,
  to: Instant,
): CertificateParameters => ({
  subject: commonNameSubject(commonName),
  dnsNames,
  ipAddresses: [],
  notBefore: from,
  notAfter: to,
  key: 'ec-p256',
});

/** The parameters of the sample certificates. */
interface SampleCertificates {
  /** The internal transport certificate (for mail between Exchange servers): expired. */
  readonly internal: CertificateParameters;
  /** Valid for a year, and expiring in nine days. */
  readonly others: readonly CertificateParameters[];
}

function sampleCertificates(now: Instant): SampleCertificates {
  return {
    internal: certificateParameters('DEMO01', ['DEMO01', `demo01.${DOMAIN}`], now - HOUR - 365 * DAY, now - HOUR),
    others: [
      certificateParameters(`mail.${DOMAIN}`, [`mail.${DOMAIN}`], now - DAY, now + 365 * DAY),
      certificateParameters(`imap.${DOMAIN}`, [`imap.${DOMAIN}`], now - 80 * DAY, now + 9 * DAY + 4 * HOUR),
    ],
  };
}

/**
 * Creates the sample if it does not exist: real certificates in a real personal store, and then
 * their configuration. If the configuration exists, the sample is complete. `isNew` is true if this
 * call created the sample.
 */
export async function makeDemoSample(directory: string): Promise<{ readonly file: string; readonly isNew: boolean }> {
  const file = join(directory, 'mailcertd.yaml');
  if (existsSync(file)) return { file, isNew: false };
  const now = Math.floor(systemClock.now() / SECOND) * SECOND;
  const path = join(directory, 'store');
  await makeDirectories(path, (each) => mkdir(each, 0o700));

  const source = { inventory: 'configuration', place: file };
  const definition = { name: 'My', path, services: ['SMTP'], personal: true, source } as const;
  const store = openPersonalStore(definition, systemClock, storeWritingOptions(join(directory, 'state'), actAsItself));
  await fill(store, now);
  await writeFile(file, CONFIGURATION);
  return { file, isNew: true };
}

/** Installs the sample certificates, and records which one is the internal transport certificate. */
async function fill(store: PersonalStore, now: Instant): Promise<void> {
  const { internal, others } = sampleCertificates(now);
  using _held = await store.lock();
  for (const each of [internal, ...others]) {
    const issued = await issueSelfSigned.issue(each);
    await store.apply(
      {
        kind: 'install',
        ...issued,
        issuers: [],
        csr: undefined,
        services: ['SMTP'],
        friendlyName: undefined,
        isExportable: false,
        recordsInternal: each === internal,
        renews: undefined,
      },
      { by: 'mailcertd', command: 'mailcertd demo', at: now },
    );
  }
}
