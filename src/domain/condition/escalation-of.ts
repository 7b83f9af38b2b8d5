import type { ConnectorsData, NameData } from '../event/data/connector-data.ts';
import type { Escalation } from '../event/data/life-cycle-data.ts';
import type { ListData } from '../event/data/list-data.ts';
import { type EventLevel, LEVEL_NUMBERS } from '../event/event-definition.ts';
import type { Finding } from '../evidence/finding.ts';
import type { Condition } from './condition.ts';

/** The names that the certificates of connectors must match. */
type RequiredNames = Partial<ConnectorsData & Pick<NameData, 'fqdn' | 'tlsCertificateName'>>;
/** The certificates or files of a problem that may have several. */
type Lists = Partial<ListData>;

/**
 * Returns in which ways a finding (the result of a rule) is worse than the last record of its
 * condition, or differs so that the record must be written again; empty if in none.
 * @param level the level of the finding, as configured
 */
export function escalationOf(
  { facts, urgency = 0 }: Finding,
  previous: Condition,
  level: EventLevel,
): readonly Escalation[] {
  const reported = previous.facts;
  const previousConnectors = new Set(reported.connectors);
  const added = facts.connectors?.filter((name) => !previousConnectors.has(name)) ?? [];
  const escalation: Escalation[] = [];
  if (urgency > previous.urgency) escalation.push({ kind: 'urgency' });
  if (LEVEL_NUMBERS[level] < LEVEL_NUMBERS[previous.level]) escalation.push({ kind: 'level', before: previous.level });
  if (added.length > 0) escalation.push({ kind: 'connectors', added });
  if (isNameChanged(facts, reported, added))
    escalation.push({ kind: 'name', before: reported.tlsCertificateName ?? reported.fqdn ?? '' });
  // A finding lists either files or certificates.
  if (facts.files !== undefined) {
    if (hasFurtherFiles(facts, reported)) escalation.push({ kind: 'files', before: reported.count ?? 0 });
  } else if (hasFurtherCertificates(facts, reported))
    escalation.push({ kind: 'certificates', before: reported.count ?? reported.certificates?.length ?? 0 });
  return escalation;
}

/**
 * Returns whether the name that a certificate must match has changed, so that the last record
 * describes the problem with a wrong name.
 * @param added the connectors that the last record did not name
 */
function isNameChanged(facts: RequiredNames, reported: RequiredNames, added: readonly string[]): boolean {
  const [firstConnector] = facts.connectors ?? [];
  // The name is that of the first connector. If that connector is new, its name is not a change.
  if (firstConnector !== undefined && added.includes(firstConnector)) return false;
  const isReported =
    facts.fqdn === reported.fqdn || (facts.fqdn !== undefined && reported.fqdns?.includes(facts.fqdn) === true);
  return !isReported || facts.tlsCertificateName !== reported.tlsCertificateName;
}

/**
 * Returns whether a finding has certificates that the last record of its condition did not list. If
 * that record listed only some of them, the numbers are compared.
 */
function hasFurtherCertificates({ certificates = [], count = 0 }: Lists, reported: Lists): boolean {
  const { certificates: listed = [] } = reported;
  if ((reported.count ?? 0) > listed.length) return count > (reported.count ?? 0);
  const thumbprints = new Set(listed.map(({ thumbprint }) => thumbprint));
  return certificates.some(({ thumbprint }) => !thumbprints.has(thumbprint)) || count > listed.length;
}

/**
 * Returns whether a finding has files that the last record of its condition did not list. If that
 * record listed only some of them, the numbers are compared.
 */
function hasFurtherFiles({ files = [], count = 0 }: Lists, reported: Lists): boolean {
  const { files: listed = [] } = reported;
  if ((reported.count ?? 0) > listed.length) return count > (reported.count ?? 0);
  const paths = new Set(listed.map(({ path }) => path));
  return files.some(({ path }) => !paths.has(path)) || count > listed.length;
}
