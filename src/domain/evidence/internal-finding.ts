import type { Assessment } from '../assessment/assess.ts';
import type { StoredCertificate } from '../certificate/certificate.ts';
import type { EventDefinition } from '../event/event-definition.ts';
import { configurationLineFacts, replaceExpiringInternal } from '../remedy/internal-remedy.ts';
import { EVERY_INVENTORY, EVERY_STORE } from '../scope.ts';
import type { Finding } from './finding.ts';
import { certificateFacts } from './selected-certificates.ts';

/** The parts of the finding that depend on the rule. */
interface InternalFindingOptions {
  readonly event: EventDefinition;
  readonly parametersAfterThumbprint: readonly string[];
  /** Left out: 0. */
  readonly urgency?: number;
}

/**
 * Returns a finding about an expired or expiring internal transport certificate, which is the
 * certificate for mail between the servers of one Exchange organization. The thumbprint is the
 * subject and the first parameter.
 */
export function internalFinding(
  certificate: StoredCertificate,
  assessment: Assessment,
  { event, parametersAfterThumbprint, urgency = 0 }: InternalFindingOptions,
): Finding {
  const { context } = assessment;
  const { thumbprint } = certificate.certificate;
  const lastSeen = context.lastSeen(certificate.store);
  return {
    event,
    subject: thumbprint,
    parameters: [thumbprint, ...parametersAfterThumbprint],
    facts: {
      ...certificateFacts(certificate, context),
      ...(lastSeen === undefined ? {} : { lastSeen }),
      ...configurationLineFacts(assessment),
    },
    remedy: replaceExpiringInternal(certificate, assessment),
    clearingNeeds: [EVERY_STORE, EVERY_INVENTORY],
    urgency,
  };
}
