import { type Assessment, isSelectionExpired } from '../assessment/assess.ts';
import { probeMemoryOf } from '../assessment/probe-memory.ts';
import { probeUrl } from '../connector/probe-target.ts';
import type { ConversationData } from '../event/data/probe-data.ts';
import type { StarttlsMissingData } from '../event/event-data-groups.ts';
import type { EventDefinition, EventLevel } from '../event/event-definition.ts';
import { probeCommand } from '../remedy/probe-command.ts';
import { currentOrLastKnown } from '../scan-result.ts';
import { unsuitableServedCertificate } from '../selection/client-rejection.ts';
import type { Instant } from '../time.ts';
import type { Finding } from './finding.ts';
import { groupEndpoints, type ServedEndpoint, servedEndpoints } from './served-endpoints.ts';
import { connectorFacts, probedFinding } from './served-finding.ts';

/** The endpoints of a connector that do not offer STARTTLS. */
export interface StarttlsMissing {
  readonly endpoints: readonly [ServedEndpoint, ...ServedEndpoint[]];
  /**
   * When STARTTLS was last offered, if no address offers it any more. undefined: another address
   * offers STARTTLS, or no address ever did.
   */
  readonly withdrawnSince: Instant | undefined;
  /** Set if no condition is raised; an open condition stays open. */
  readonly isUnlisted?: true;
}

/**
 * Returns whether events about the certificates on disk explain why STARTTLS is missing: no
 * certificate can be selected, or only an expired one. A server that names its files serves even an
 * expired or unsuitable certificate, so these states do not explain it.
 */
function isReportedFromDisk({ connector, selection }: ServedEndpoint, assessment: Assessment): boolean {
  // The server of a Send connector is remote: no certificate on this host explains its state.
  if (connector.direction === 'send') return false;
  if (selection.kind === 'none') return unsuitableServedCertificate(selection) === undefined;
  return selection.kind === 'chosen' && selection.name.files === undefined && isSelectionExpired(selection, assessment);
}

/** Returns all endpoints of each connector that has an endpoint without STARTTLS. */
function endpointsToCheck(assessment: Assessment): readonly (readonly [ServedEndpoint, ...ServedEndpoint[]])[] {
  const all = servedEndpoints(assessment);
  const names = new Set(all.flatMap(({ connector, tls }) => (tls === undefined ? [connector.name] : [])));
  const endpointsOfConnectors = all.filter(({ connector }) => names.has(connector.name));
  return groupEndpoints(endpointsOfConnectors, ({ connector }) => connector.name);
}

/**
 * Returns the addresses of a connector that offered STARTTLS in their last response. A response
 * that is outdated by a change on disk counts, because such a change does not withdraw STARTTLS.
 */
function offeringAddresses(
  all: readonly [ServedEndpoint, ...ServedEndpoint[]],
  { observation }: Assessment,
): readonly Pick<ServedEndpoint, 'isUnlisted'>[] {
  const result = observation.endpoints.get(all[0].connector.name);
  const endpoints = (result && currentOrLastKnown(result)?.value) ?? [];
  const outdated = endpoints.flatMap(({ outdatedAt, conversation, unlisted }) =>
    outdatedAt !== undefined && currentOrLastKnown(conversation)?.value.tls !== undefined
      ? [{ isUnlisted: unlisted !== undefined }]
      : [],
  );
  return [...all.filter(({ tls }) => tls !== undefined), ...outdated];
}

/**
 * Returns the connectors that do not offer STARTTLS at an address, or refuse it; only results of
 * the latest probe count. Leaves out connectors for which an event about the certificates on disk
 * explains this. If STARTTLS is offered only by addresses that name resolution no longer returns,
 * it counts as withdrawn (1402), but an open condition about some of the addresses (1401) stays
 * open. The connector is then returned twice, once for each event.
 */
export function starttlsMissing(assessment: Assessment): readonly StarttlsMissing[] {
  return endpointsToCheck(assessment).flatMap((all) => {
    const [first, ...others] = all.filter(({ isFresh, tls }) => isFresh && tls === undefined);
    if (first === undefined || isReportedFromDisk(first, assessment)) return [];
    const endpoints = [first, ...others] as const;
    const missing = { endpoints, withdrawnSince: undefined };
    const lastOfferedAt = probeMemoryOf(first.connector, assessment.observation)?.lastOfferedAt;
    // STARTTLS that was never offered cannot have been withdrawn.
    if (lastOfferedAt === undefined) return [missing];
    const withdrawn = { endpoints, withdrawnSince: lastOfferedAt };
    // Findings about unlisted addresses raise nothing, but keep the condition of either event open.
    if (endpoints.every(({ isUnlisted }) => isUnlisted)) return [missing, withdrawn];
    const offering = offeringAddresses(all, assessment);
    if (offering.some(({ isUnlisted }) => !isUnlisted)) return [missing];
    return offering.length === 0 ? [withdrawn] : [{ ...missing, isUnlisted: true }, withdrawn];
  });
}

/** Returns the finding about a connector without STARTTLS. */
export function starttlsFinding(
  event: EventDefinition<
    StarttlsMissingData & Partial<Pick<ConversationData, 'lastOfferedAt'>>,
    ['connector', 'probe']
  >,
  { endpoints, withdrawnSince, isUnlisted }: StarttlsMissing,
  { settings }: Assessment,
  level?: EventLevel,
): Finding {
  const finding = probedFinding(endpoints, (reported) => {
    const [{ connector, probe, served }] = reported;
    const { name, requireTls = false, fqdnOrigin, source } = connector;
    // The most likely cause is a change in these settings of the server.
    const pathFacts = fqdnOrigin === 'discovered' ? { path: source.place } : {};
    return {
      ...event.contentOf(
        { connector: name, probe: probeUrl(probe) },
        {
          ...connectorFacts(reported),
          reason: 'starttls-not-supported',
          detail: served.starttls === 'refused' ? 'refused' : 'not-offered',
          ...(served.tls === undefined ? { answer: served.answer } : {}),
          ...(withdrawnSince === undefined ? {} : { lastOfferedAt: withdrawnSince, ...pathFacts }),
          ...(requireTls ? { requireTls } : {}),
        },
      ),
      subject: name,
      remedy: [probeCommand(settings, name)],
      ...(level === undefined ? {} : { level }),
    };
  });
  return isUnlisted ? { ...finding, isUnlisted } : finding;
}
