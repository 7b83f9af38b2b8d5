import { isExpired } from '../certificate/lifetime.ts';
import { servedChainUntrusted as event } from '../event/catalog/served-chain-untrusted.ts';
import { probeCommand } from '../mending/probing.ts';
import type { Assessment } from '../observation/assess.ts';
import { besideDisk } from './beside-disk.ts';
import { chainFaultOf } from './chain-fault-of.ts';
import type { Rule } from './rule.ts';
import { probeNeeds, servedFacts } from './served-finding.ts';
import { byLeaf, type TlsSight, tlsSights } from './served-sights.ts';

/** Returns whether 12014 reports that the certificate on disk is not for servers. */
function isRejectedForPurpose({ selection, tls }: TlsSight): boolean {
  if (selection.kind !== 'none') return false;
  return selection.rejected.some(
    ({ candidate: { certificate }, reason }) =>
      reason === 'purpose-mismatch' && certificate.thumbprint === tls.leaf.thumbprint,
  );
}

/** Whether an event about what stands on disk tells of it: that its issuer is unknown (1305), or has expired (1302). */
function isToldOfDisk(sight: TlsSight, assessment: Assessment): boolean {
  const { thumbprint, purposeMismatch } = sight.tls.leaf;
  if (purposeMismatch) return isRejectedForPurpose(sight);
  if (besideDisk(sight, assessment).kind !== 'same') return false;
  const { chains, now } = assessment.ground;
  if (chains.get(thumbprint)?.status === 'untrusted') return true;
  const own = assessment.observation.chains.get(thumbprint);
  return own?.status === 'trusted' && own.presented?.some((link) => isExpired(link, now)) === true;
}

/** What a server sends leads to no trust anchor. One finding a certificate. */
export const servedChainUntrusted: Rule = {
  event,
  timed: true,
  evaluate: (assessment) => {
    const { now } = assessment.observation;
    const faulty = tlsSights(assessment).filter(
      (sight) =>
        !isExpired(sight.tls.leaf, now) && chainFaultOf(sight, now) !== undefined && !isToldOfDisk(sight, assessment),
    );
    return byLeaf(faulty).map((sights) => {
      const [first] = sights;
      const { leaf } = first.tls;
      const { detail = '', missingIssuer, isPurposeMismatch } = chainFaultOf(first, now) ?? {};
      return {
        event,
        subject: leaf.thumbprint,
        parameters: [first.probe.serverName ?? first.probe.host, leaf.thumbprint, detail],
        facts: {
          ...servedFacts(sights),
          reason: isPurposeMismatch ? 'purpose-mismatch' : 'certificate-not-trusted',
          detail,
          ...(missingIssuer === undefined ? {} : { missingIssuer }),
        },
        remedy: [probeCommand(assessment.settings, first.connector.name)],
        needs: probeNeeds(sights),
        step: 0,
      };
    });
  },
};
