import { matchDnsName } from '../certificate/dns-name.ts';
import { nameServed } from '../connector/judge-served.ts';
import { servedNameMismatch as event } from '../event/catalog/served-name-mismatch.ts';
import { probeCommand } from '../mending/probing.ts';
import type { Assessment } from '../observation/assess.ts';
import { besideDisk } from './beside-disk.ts';
import type { Rule } from './rule.ts';
import { namesServed, probeNeeds, servedFacts } from './served-finding.ts';
import { byLeaf, type TlsSight, tlsSights } from './served-sights.ts';

/**
 * Whether somebody asked for the name: of the other side whoever probes it; else an operator, or Exchange, which goes by the
 * computer's. The name that a server was found to call itself is not the one that senders know it by.
 */
function isAskedFor({ connector, probe }: TlsSight, { observation }: Assessment): boolean {
  const { direction, fqdn, fqdnOrigin, certificateFiles } = connector;
  if (direction === 'send' || probe.serverName !== (fqdn ?? observation.computer.fqdn)) return true;
  return fqdn === undefined ? certificateFiles === undefined : fqdnOrigin !== 'discovered';
}

/** The CN does not count: clients of today do not look at it. */
function isMismatch({ probe: { serverName }, tls }: TlsSight): boolean {
  if (serverName === undefined) return false;
  const how = nameServed(tls.leaf, serverName);
  return how === undefined || how === 'common-name';
}

/** Whether another event tells of it: of a name that stands in the CN alone (1307), or not in the file that is named (12014). */
function isToldOfDisk({ selection, tls }: TlsSight, name: string, besides: string): boolean {
  const { thumbprint, commonNames } = tls.leaf;
  if (besides === 'same') return commonNames.some((written) => matchDnsName(written, name) !== undefined);
  if (selection.kind !== 'none') return false;
  const { rejected, nearestMiss } = selection;
  return [...rejected, ...(nearestMiss === undefined ? [] : [nearestMiss])].some(
    ({ candidate, reason }) =>
      reason === 'certificate-host-mismatch' && candidate.certificate.thumbprint === thumbprint,
  );
}

function mismatches(assessment: Assessment, isWanted: (beside: string) => boolean): readonly TlsSight[] {
  return tlsSights(assessment).filter((sight) => {
    if (!isMismatch(sight) || !isAskedFor(sight, assessment)) return false;
    const { kind } = besideDisk(sight, assessment);
    return isWanted(kind) && !isToldOfDisk(sight, sight.probe.serverName ?? '', kind);
  });
}

/**
 * What a server presents does not carry, among its DNS names, the name by which it is known. One finding a certificate.
 * Where another one that does stands on disk, it waits to be loaded: 1406.
 * @see RFC 9525 section 6
 */
export const servedNameMismatch: Rule = {
  event,
  timed: true,
  evaluate: (assessment) =>
    byLeaf(mismatches(assessment, (beside) => beside === 'same' || beside === 'unknown')).map((sights) => {
      const [first] = sights;
      const { thumbprint } = first.tls.leaf;
      return {
        event,
        subject: thumbprint,
        parameters: [first.probe.serverName ?? '', thumbprint],
        facts: { ...servedFacts(sights), reason: 'certificate-host-mismatch', names: namesServed(first) },
        remedy: [probeCommand(assessment.settings, first.connector.name)],
        needs: probeNeeds(sights),
        step: 0,
      };
    }),
  undecided: (assessment) =>
    mismatches(assessment, (beside) => beside === 'settling').map(({ tls }) => tls.leaf.thumbprint),
};
