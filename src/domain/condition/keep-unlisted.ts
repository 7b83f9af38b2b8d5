import type { ConnectorsData } from '../event/data/connector-data.ts';
import type { FactsByName } from '../event/data/facts-by-name.ts';
import type { ProbeData, ProbedAddress } from '../event/data/probe-data.ts';
import type { Finding } from '../evidence/finding.ts';
import { MAX_ADDRESSES, MAX_CERTIFICATES } from '../evidence/served-finding.ts';

/** A connector of an event, with the name that its certificate must match and its probe URL. */
interface NamedServer {
  readonly name: string;
  readonly fqdn: string;
  readonly probe: string;
}

function serversOf({
  connectors = [],
  fqdns = [],
  probes = [],
}: Partial<ConnectorsData & Pick<ProbeData, 'probes'>>): readonly NamedServer[] {
  return connectors.map((name, index) => ({ name, fqdn: fqdns[index] ?? '', probe: probes[index] ?? '' }));
}

const addressKey = ({ address, keyType, thumbprint }: ProbedAddress): string =>
  JSON.stringify([address, keyType, thumbprint]);

/**
 * Returns those members of `unlisted` that the condition has reported and that are not in `listed`.
 */
function reportedUnlisted<T>(
  listed: readonly T[] = [],
  unlisted: readonly T[] = [],
  reported: readonly T[] = [],
  keyOf: (member: T) => string,
): readonly T[] {
  const listedKeys = new Set(listed.map(keyOf));
  const reportedKeys = new Set(reported.map(keyOf));
  return unlisted.filter((member) => reportedKeys.has(keyOf(member)) && !listedKeys.has(keyOf(member)));
}

/**
 * Returns the facts of a finding (the result of a rule) for the next event record of its condition.
 * The reported facts about addresses that name resolution no longer returns (`unlisted`) are kept,
 * after the facts about the listed addresses. Without them, the condition would escalate whenever
 * DNS returns these addresses again.
 * @param reported the facts of the condition's last record
 */
export function keepUnlisted({ facts, unlistedFacts: unlisted }: Finding, reported: FactsByName): FactsByName {
  if (unlisted === undefined) return facts;
  const servers = reportedUnlisted(serversOf(facts), serversOf(unlisted), serversOf(reported), ({ name }) => name);
  const addresses = reportedUnlisted(facts.addresses, unlisted.addresses, reported.addresses, addressKey);
  // Facts without `count` list certificates on disk, which do not depend on addresses.
  const certificates =
    facts.count === undefined
      ? []
      : reportedUnlisted(
          facts.certificates,
          unlisted.certificates,
          reported.certificates,
          ({ thumbprint }) => thumbprint,
        );
  return {
    ...facts,
    ...(servers.length === 0
      ? {}
      : {
          connectors: [...(facts.connectors ?? []), ...servers.map(({ name }) => name)],
          fqdns: [...(facts.fqdns ?? []), ...servers.map(({ fqdn }) => fqdn)],
          probes: [...(facts.probes ?? []), ...servers.map(({ probe }) => probe)],
        }),
    ...(addresses.length === 0
      ? {}
      : { addresses: [...(facts.addresses ?? []), ...addresses].slice(0, MAX_ADDRESSES) }),
    ...(certificates.length === 0
      ? {}
      : {
          certificates: [...(facts.certificates ?? []), ...certificates].slice(0, MAX_CERTIFICATES),
          count: (facts.count ?? 0) + certificates.length,
        }),
  };
}
