import { type Assessment, presentsExpired } from '../assessment/assess.ts';
import { probeMemoryOf } from '../assessment/probe-evidence.ts';
import type { EventDefinition, EventLevel } from '../event/event-definition.ts';
import { probeCommand } from '../remedy/probe-command.ts';
import { presentedDespite } from '../selection/presented-despite.ts';
import { probeUrl } from '../served/probe-target.ts';
import type { Instant } from '../time.ts';
import type { Finding } from './finding.ts';
import { groupEndpoints, type ServedEndpoint, servedEndpoints } from './served-endpoints.ts';
import { connectorFacts, probeNeeds } from './served-finding.ts';

/** Sights of one connector that shows no certificate, and when it last offered to. */
export interface StarttlsMissing {
  readonly sights: readonly [ServedEndpoint, ...ServedEndpoint[]];
  /** Set where no address offers it any more, and one did. */
  readonly withdrawnSince: Instant | undefined;
}

/**
 * Whether what stands on disk says why: nothing there can be presented, or only what has expired, and it is no server that
 * presents its files whatever stands in them.
 */
function isReportedFromDisk({ connector, selection }: ServedEndpoint, assessment: Assessment): boolean {
  if (connector.direction === 'send') return false;
  if (selection.kind === 'none') return presentedDespite(selection) === undefined;
  return selection.kind === 'chosen' && selection.name.files === undefined && presentsExpired(selection, assessment);
}

/** All that is known of each connector of which an address does not offer STARTTLS. */
function suspects(assessment: Assessment): readonly (readonly [ServedEndpoint, ...ServedEndpoint[]])[] {
  const all = servedEndpoints(assessment);
  const names = new Set(all.flatMap(({ connector, tls }) => (tls === undefined ? [connector.name] : [])));
  const own = all.filter(({ connector }) => names.has(connector.name));
  return groupEndpoints(own, ({ connector }) => connector.name);
}

/**
 * Each connector of which an address is seen now not to offer STARTTLS, or to refuse it, where no event about its certificates
 * says why. It was withdrawn where no other address is known to offer it.
 */
export function starttlsMissing(assessment: Assessment): readonly StarttlsMissing[] {
  return suspects(assessment).flatMap((all) => {
    const without = all.filter(({ served }) => served.tls === undefined);
    const [first, ...others] = without.filter(({ isFresh }) => isFresh);
    if (first === undefined || isReportedFromDisk(first, assessment)) return [];
    const offeredAt = probeMemoryOf(first.connector, assessment.observation)?.offeredAt;
    return [{ sights: [first, ...others], withdrawnSince: without.length === all.length ? offeredAt : undefined }];
  });
}

/** What is found of such a connector. */
export function starttlsFinding(
  event: EventDefinition,
  { sights, withdrawnSince }: StarttlsMissing,
  { settings }: Assessment,
  level?: EventLevel,
): Finding {
  const [{ connector, probe, served }] = sights;
  const { name, requireTls = false, fqdnOrigin, source } = connector;
  // Whoever looks for why it ended looks there first.
  const found = fqdnOrigin === 'discovered' ? { path: source.place } : {};
  return {
    event,
    subject: name,
    parameters: [name, probeUrl(probe)],
    facts: {
      ...connectorFacts(sights),
      reason: 'starttls-not-supported',
      detail: served.starttls,
      ...(served.tls === undefined ? { answer: served.answer } : {}),
      ...(withdrawnSince === undefined ? {} : { offeredAt: withdrawnSince, ...found }),
      ...(requireTls ? { requireTls } : {}),
    },
    remedy: [probeCommand(settings, name)],
    needs: probeNeeds(sights),
    step: 0,
    ...(level === undefined ? {} : { level }),
  };
}
