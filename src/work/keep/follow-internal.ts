import { namesOf, type StoredCertificate, type Thumbprint } from '../../domain/certificate/certificate.ts';
import { type LifePolicy, recordOnce } from '../../domain/condition/advance.ts';
import { internalTransportCertificateRecorded } from '../../domain/event/catalog/internal-transport-certificate-recorded.ts';
import type { NewEventRecord } from '../../domain/event/event-record.ts';
import type { Instant } from '../../domain/time.ts';
import type { PersonalStore } from '../ports.ts';

/** How many names the event tells of. */
const NAMES = 5;

/**
 * Records what took the place of the recorded internal transport certificate. Answers with the event that says so.
 * @throws {StoreBusyError} @throws {IssueError}
 */
export async function followInternal(
  personal: PersonalStore,
  followed: StoredCertificate,
  before: Thumbprint,
  policy: LifePolicy,
  now: Instant,
): Promise<NewEventRecord> {
  const { certificate, location, store } = followed;
  const { thumbprint, subject, notBefore, notAfter } = certificate;
  using _held = await personal.hold();
  await personal.recordInternalTransport(thumbprint);
  return recordOnce(
    internalTransportCertificateRecorded,
    [thumbprint, before, namesOf(certificate).slice(0, NAMES).join(', ')],
    { thumbprint, subject, notBefore, notAfter, locations: [location.path], store },
    policy,
    now,
  );
}
