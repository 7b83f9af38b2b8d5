import { definitionOf } from '../../../src/domain/event/catalog/all.ts';
import type { FactsByName } from '../../../src/domain/event/data/facts-by-name.ts';
import { NOON } from '../world.ts';

/** A value of each fact that an event requires. Empty texts and lists have no line in most events. */
const VALUES: FactsByName = {
  connector: '',
  direction: 'receive',
  connectors: [],
  fqdns: [],
  fqdn: '',
  fqdnSource: 'connector',
  thumbprint: '',
  subject: '',
  issuer: '',
  notBefore: NOON,
  notAfter: NOON,
  store: '',
  locations: [],
  reason: 'certificate-host-mismatch',
  detail: '',
  path: '',
  inventory: '',
  count: 0,
  certificates: [],
  files: [],
  keyLoadedBy: '',
  inaccessiblePaths: [],
  missingNames: [],
  requestedBy: '',
  requestCommand: '',
  requestedAt: NOON,
  requestSha256: '',
  services: [],
  reload: [],
  rotated: [],
  notifier: '',
  probes: [],
  protocol: '',
  names: [],
  onDiskSince: NOON,
  cleared: { eventId: 12014, raisedAt: NOON, evidence: { scope: 'store:*', at: NOON, reason: 'observed' } },
};

/** Returns facts with those added that the event requires. Facts of an unknown event are returned. */
export function completeFacts(eventId: number, facts: FactsByName = {}): FactsByName {
  const required = definitionOf(eventId)?.requiredFacts ?? [];
  const added = Object.entries(VALUES).filter(([name]) => required.includes(name) && !Object.hasOwn(facts, name));
  return added.length === 0 ? facts : { ...(Object.fromEntries(added) as FactsByName), ...facts };
}
