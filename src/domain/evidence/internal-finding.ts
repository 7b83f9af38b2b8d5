import type { Assessment } from '../assessment/assess.ts';
import type { StoredCertificate } from '../certificate/certificate.ts';
import type { EventDefinition } from '../event/event-definition.ts';
import { internalLine, longerValidInternal } from '../remedy/internal-remedy.ts';
import { EVERY_INVENTORY, EVERY_STORE } from '../scope.ts';
import type { Finding } from './finding.ts';
import { certificateFacts } from './presented.ts';

/**
 * Returns a finding about the internal transport certificate; its thumbprint is the first
 * parameter.
 */
export function internalFinding(
  event: EventDefinition,
  internal: StoredCertificate,
  assessment: Assessment,
  more: readonly string[],
  step: number,
): Finding {
  const { context } = assessment;
  const { thumbprint } = internal.certificate;
  const lastSeen = context.lastSeen(internal.store);
  return {
    event,
    subject: thumbprint,
    parameters: [thumbprint, ...more],
    facts: {
      ...certificateFacts(internal, context),
      ...(lastSeen === undefined ? {} : { lastSeen }),
      ...internalLine(assessment),
    },
    remedy: longerValidInternal(internal, assessment),
    needs: [EVERY_STORE, EVERY_INVENTORY],
    step,
  };
}
