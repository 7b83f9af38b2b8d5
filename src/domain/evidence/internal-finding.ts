import type { Assessment } from '../assessment/assess.ts';
import type { StoredCertificate } from '../certificate/certificate.ts';
import type { EventDefinition } from '../event/event-definition.ts';
import { configurationLineFacts, replaceExpiringInternal } from '../remedy/internal-remedy.ts';
import { EVERY_INVENTORY, EVERY_STORE } from '../scope.ts';
import type { Finding } from './finding.ts';
import { certificateFacts } from './selected-certificates.ts';

/** The parts of a finding about the internal transport certificate that depend on the rule. */
interface InternalFindingOptions {
  readonly event: EventDefinition;
  /** The parameters after the thumbprint. */
  readonly otherParameters: readonly string[];
  /** The escalation step, which rises as the expiry approaches. */
  readonly step: number;
}

/**
 * Returns a finding about the internal transport certificate. Its thumbprint is the subject and the
 * first parameter.
 */
export function internalFinding(
  certificate: StoredCertificate,
  assessment: Assessment,
  { event, otherParameters, step }: InternalFindingOptions,
): Finding {
  const { context } = assessment;
  const { thumbprint } = certificate.certificate;
  const lastSeen = context.lastSeen(certificate.store);
  return {
    event,
    subject: thumbprint,
    parameters: [thumbprint, ...otherParameters],
    facts: {
      ...certificateFacts(certificate, context),
      ...(lastSeen === undefined ? {} : { lastSeen }),
      ...configurationLineFacts(assessment),
    },
    remedy: replaceExpiringInternal(certificate, assessment),
    needs: [EVERY_STORE, EVERY_INVENTORY],
    step,
  };
}
