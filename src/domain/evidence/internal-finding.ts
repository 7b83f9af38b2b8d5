import type { Assessment } from '../assessment/assess.ts';
import type { StoredCertificate } from '../certificate/certificate.ts';
import type { InternalCertificateData } from '../event/event-data-groups.ts';
import type { RaisedEvent } from '../event/event-definition.ts';
import { configurationLineFacts, replaceExpiringInternal } from '../remedy/internal-remedy.ts';
import { EVERY_INVENTORY, EVERY_STORE } from '../scope.ts';
import { organizationFacts } from './exchange-connectors.ts';
import type { Finding } from './finding.ts';
import { certificateFacts } from './selected-certificates.ts';

/** The parts of the finding that depend on the rule. */
interface InternalFindingOptions {
  /** Returns the content of the event. */
  readonly contentOf: (data: InternalCertificateData) => RaisedEvent;
  /** Left out: 0. */
  readonly urgency?: number;
}

/**
 * Returns a finding about an expired or expiring internal transport certificate, which is the
 * certificate for mail between the servers of one Exchange organization. The thumbprint is the
 * subject.
 */
export function internalFinding(
  certificate: StoredCertificate,
  assessment: Assessment,
  { contentOf, urgency = 0 }: InternalFindingOptions,
): Finding {
  const { context } = assessment;
  const { thumbprint } = certificate.certificate;
  const lastSeen = context.lastSeen(certificate.store);
  return {
    ...contentOf({
      ...certificateFacts(certificate, context),
      ...(lastSeen === undefined ? {} : { lastSeen }),
      ...configurationLineFacts(assessment),
      ...organizationFacts(assessment),
    }),
    subject: thumbprint,
    remedy: replaceExpiringInternal(certificate, assessment),
    clearingNeeds: [EVERY_STORE, EVERY_INVENTORY],
    urgency,
  };
}
