import { namesOf } from '../../domain/certificate/certificate.ts';
import type { KeySpec } from '../../domain/certificate/key-spec.ts';
import { type RecordPolicy, recordOnce } from '../../domain/condition/new-record.ts';
import { selfSignedCertificateInstalled } from '../../domain/event/catalog/self-signed-certificate-installed.ts';
import type { NewEventRecord } from '../../domain/event/event-record.ts';
import type { Computer } from '../../domain/observation/observation.ts';
import { setUpCertificate } from '../../domain/store-change/set-up-certificate.ts';
import { addCalendarYears, type Instant, wholeSecond } from '../../domain/time.ts';
import type { CertificateIssuer, PersonalStore } from '../ports/stores.ts';

/**
 * The lifetime and key type of the self-signed certificates that mailcertd issues automatically.
 */
export interface SelfSignedOptions {
  readonly years: number;
  readonly key: KeySpec;
}

/**
 * Returns true if a role of this host needs a self-signed certificate: every role except Mailbox.
 */
export function rolesNeedCertificate({ roles }: Computer): boolean {
  return roles.some((role) => role !== 'mailbox');
}

/**
 * Creates a certificate as Exchange setup does on a host without one. Its common name is the
 * NetBIOS name, and its DNS names are the NetBIOS name and the FQDN. It is set as the internal
 * transport certificate (for mail between Exchange servers).
 * @returns the event record; undefined if the store received a certificate before it was locked
 * @throws {IssueError}
 */
export async function installSelfSigned(
  {
    issuer,
    personal,
    computer,
    options,
    isStillNeeded,
  }: {
    readonly issuer: CertificateIssuer;
    readonly personal: PersonalStore;
    readonly computer: Computer;
    readonly options: SelfSignedOptions;
    /** Returns true if the store still has no certificate. Called while the store is locked. */
    readonly isStillNeeded: () => Promise<boolean>;
  },
  policy: RecordPolicy,
  now: Instant,
): Promise<NewEventRecord | undefined> {
  const notBefore = wholeSecond(now);
  const template = setUpCertificate(computer);
  using _lock = await personal.lock();
  if (!(await isStillNeeded())) return undefined;
  const issued = await issuer.issue({
    subject: template.subject,
    dnsNames: template.dnsNames,
    ipAddresses: [],
    notBefore,
    notAfter: addCalendarYears(notBefore, options.years),
    key: options.key,
  });
  const { path } = await personal.apply(
    {
      kind: 'install',
      ...issued,
      issuers: [],
      csr: undefined,
      services: template.services,
      friendlyName: undefined,
      isExportable: false,
      recordsInternal: true,
      renews: undefined,
    },
    { by: 'mailcertd', command: 'mailcertd run', at: now },
  );
  const { certificate } = issued;
  const names = namesOf(certificate).join(', ');
  const { thumbprint, subject, notAfter } = certificate;
  const content = selfSignedCertificateInstalled.contentOf(
    { thumbprint, names, notAfter: new Date(notAfter).toISOString() },
    { thumbprint, subject, notBefore: certificate.notBefore, notAfter, locations: [path], store: personal.name },
  );
  return recordOnce(content, policy, now);
}
