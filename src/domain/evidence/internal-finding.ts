import type { Assessment } from '../assessment/assess.ts';
import type { StoredCertificate } from '../certificate/certificate.ts';
import type { EventDefinition } from '../event/event-definition.ts';
import { configurationLineFacts, replaceExpiringInternal } from '../remedy/internal-remedy.ts';
import { EVERY_INVENTORY, EVERY_STORE } from '../scope.ts';
import type { Finding } from './finding.ts';
import { certificateFacts } from './selected-certificates.ts';

/**
 * Returns a finding about the internal transport certificate. Its thumbprint is the subject and the
 * first parameter.
 * @param moreParameters the parameters after the thumbprint
 * @param step the escalation step, which rises as the expiry approaches
 */
export function internalFinding(
  event: EventDefinition,
  internal: StoredCertificate,
  assessment: Assessment,
  moreParameters: readonly string[],
  step: number,
): Finding {
  const { context } = assessment;
  const { thumbprint } = internal.certificate;
  const lastSeen = context.lastSeen(internal.store);
  return {
    event,
    subject: thumbprint,
    parameters: [thumbprint, ...moreParameters],
    facts: {
      ...certificateFacts(internal, context),
      ...(lastSeen === undefined ? {} : { lastSeen }),
      ...configurationLineFacts(assessment),
    },
    remedy: replaceExpiringInternal(internal, assessment),
    needs: [EVERY_STORE, EVERY_INVENTORY],
    step,
  };
}
