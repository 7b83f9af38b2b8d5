import type { StoredCertificate } from '../certificate/certificate.ts';
import type { Connector } from '../connector/connector.ts';
import { isProbed } from '../observation/coverage.ts';
import type { Observation } from '../observation/observation.ts';
import type { ScanResult } from '../scan-result.ts';
import { allPresented } from '../selection/all-presented.ts';
import type { Selection } from '../selection/select-certificate.ts';
import { awaitsProbe, notChecked, outdate } from '../served/outdated.ts';
import type { ProbeRequest } from '../served/probe-request.ts';
import { probeUrl } from '../served/probe-target.ts';
import type { Endpoint, ProbeBasis, ProbeMemory } from '../served/served.ts';
import type { Instant } from '../time.ts';

/** How many rejected certificates are part of a basis. */
const REJECTED = 10;

/** A connector, and what is selected for it. */
interface Selected {
  readonly connector: Connector;
  readonly selection: Selection;
}

/** Returns what earlier scans knew of a connector at its present URL; undefined: nothing, or the URL was another. */
export function probeMemoryOf(
  { name, probe }: Connector,
  { before }: Pick<Observation, 'before'>,
): ProbeMemory | undefined {
  const known = before.probes.get(name);
  return probe !== undefined && known?.url === probeUrl(probe) ? known : undefined;
}

/** The file of an issuer may be another one than that of the certificate: only the verdict shows its repair. */
function textOf({ certificate, writtenAt, key }: StoredCertificate, { chains }: Observation): string {
  const chain = chains.get(certificate.thumbprint);
  const isUntrusted = chain?.status === 'untrusted' && chain.isUncertain !== true;
  return [certificate.thumbprint, writtenAt ?? '', key.kind, ...(isUntrusted ? ['untrusted'] : [])].join(' ');
}

/** Returns the state of what is selected, as text; undefined: it is not known now. */
function diskOf(selection: Selection, observation: Observation): string | undefined {
  switch (selection.kind) {
    case 'not-applicable':
      return '';
    case 'unknown':
      return undefined;
    case 'chosen':
      return allPresented(selection)
        .map((stored) => textOf(stored, observation))
        .sort()
        .join('\n');
    case 'none': {
      const { unusableFile, rejected } = selection;
      const file = unusableFile && [unusableFile.path, unusableFile.reason, unusableFile.detail].join(' ');
      const others = rejected
        .slice(0, REJECTED)
        .map(({ candidate, reason }) => `${reason} ${textOf(candidate, observation)}`);
      return ['none', ...(file === undefined ? [] : [file]), ...others].join('\n');
    }
  }
}

/** Returns whether two accounts saw the same on disk, even if one may not read private keys. */
export function isSameDisk({ disk: one }: ProbeBasis, { disk: other }: ProbeBasis): boolean {
  if (one === other) return true;
  const [lines, others] = [one.split('\n'), other.split('\n')];
  const withoutKey = (line: string): string => line.replace(/ (?:matches|unreadable)$/, '');
  return lines.length === others.length && lines.every((line, at) => withoutKey(line) === withoutKey(others[at] ?? ''));
}

/** Returns the state of the settings that an inventory was read from; undefined: it is not known now, or there are none. */
function settingsOf({ source }: Connector, { inventories }: Observation): string | undefined {
  const look = inventories.get(source.inventory);
  return look?.kind === 'seen' ? look.value.identity : undefined;
}

/** Returns whether the settings of a connector's server were just written and are not read yet. */
function isUnsettled({ source }: Connector, { inventories }: Observation): boolean {
  const look = inventories.get(source.inventory);
  return look?.kind === 'seen' && look.value.isUnsettled === true;
}

/** Whether a file says that it was written after this scan. */
function isAhead(selection: Selection, now: Instant): boolean {
  return (
    selection.kind === 'chosen' &&
    allPresented(selection).some(({ writtenAt }) => writtenAt !== undefined && writtenAt > now)
  );
}

/** Returns the thumbprints in the state of what is selected. */
function namesIn(disk: string): string {
  return disk.replaceAll(/ .*/g, '');
}

/**
 * Returns when a scan first saw the selected certificates, if all their files had been written before
 * the scan before it. That scan would have seen them: the files were moved or copied with their times.
 */
function arrivalOf(
  selection: Selection,
  { known, disk }: { readonly known: ProbeBasis | undefined; readonly disk: string },
  { now, service: { previousScanAt } }: Observation,
): Instant | undefined {
  if (known === undefined) return undefined;
  // A clock that was ahead must not keep it in the future.
  if (namesIn(known.disk) === namesIn(disk)) return known.arrivedAt && Math.min(known.arrivedAt, now);
  if (selection.kind !== 'chosen' || previousScanAt === undefined) return undefined;
  const isOld = ({ writtenAt }: StoredCertificate): boolean => writtenAt !== undefined && writtenAt < previousScanAt;
  return allPresented(selection).every(isOld) ? now : undefined;
}

/** What probe results prove in one scan. */
export interface ProbeEvidence {
  /** By connector, of those that are probed: what their results are judged by. */
  readonly bases: ReadonlyMap<string, ProbeBasis>;
  /** The connectors of which this scan saw a change that is newer than their latest result. */
  readonly outdated: ReadonlySet<string>;
  /** As observed; the results of those connectors say what was last seen, and prove nothing. */
  readonly endpoints: Observation['endpoints'];
}

/**
 * Returns what a connector is judged by now. What cannot be seen now counts as unchanged. The peer of a Send connector is judged by
 * nothing on this host. undefined: it is not known yet.
 */
function basisOf(
  { connector, selection }: Selected,
  disk: string | undefined,
  observation: Observation,
): { readonly basis: ProbeBasis; readonly isChanged: boolean } | undefined {
  const { now } = observation;
  const known = probeMemoryOf(connector, observation)?.basis;
  const isOwn = connector.direction === 'receive';
  const diskNow = isOwn ? (disk ?? known?.disk) : '';
  if (diskNow === undefined) return undefined;
  const isWritten = isOwn && isUnsettled(connector, observation);
  const settings = (isOwn ? settingsOf(connector, observation) : undefined) ?? known?.settings;
  const isChanged =
    isWritten ||
    (known !== undefined &&
      (known.disk !== diskNow ||
        (known.settings !== undefined && settings !== undefined && known.settings !== settings)));
  const first = known === undefined && isAhead(selection, now) ? now : known?.since;
  // A clock that was ahead must not keep it in the future.
  const since = isChanged ? now : first === undefined ? undefined : Math.min(first, now);
  const arrivedAt = arrivalOf(selection, { known, disk: diskNow }, observation);
  const isSame = known?.since === since && known?.arrivedAt === arrivedAt && known?.settings === settings && !isChanged;
  if (known !== undefined && isSame) return { basis: known, isChanged };
  const basis = {
    ...{ disk: diskNow, since },
    ...(settings === undefined ? {} : { settings }),
    ...(arrivedAt === undefined ? {} : { arrivedAt }),
  };
  return { basis, isChanged };
}

/**
 * Compares what probe results are judged by with what it was in the scan before. A result that is older than a change of that is
 * outdated: it neither raises nor clears anything.
 */
export function probeEvidence(selections: readonly Selected[], observation: Observation): ProbeEvidence {
  const { endpoints, now } = observation;
  const bases = new Map<string, ProbeBasis>();
  const outdated = new Set<string>();
  const fresh = new Map<string, ScanResult<readonly Endpoint[]>>();
  const texts = new Map<Selection, string | undefined>();
  for (const selected of selections) {
    const { connector, selection } = selected;
    if (!isProbed(connector) || connector.probe === undefined) continue;
    if (!texts.has(selection)) texts.set(selection, diskOf(selection, observation));
    const found = basisOf(selected, texts.get(selection), observation);
    if (found !== undefined) bases.set(connector.name, found.basis);
    if (found?.isChanged !== true) continue;
    outdated.add(connector.name);
    const look = endpoints.get(connector.name);
    if (look !== undefined) {
      fresh.set(connector.name, notChecked(outdate(look, now), probeUrl(connector.probe), now));
    }
  }
  return { bases, outdated, endpoints: fresh.size === 0 ? endpoints : new Map([...endpoints, ...fresh]) };
}

/**
 * Returns whether a scan answers a request: no connector that it names awaits a probe, because of a change that this scan or one
 * before it has seen.
 */
export function isAnswered({ connectors }: ProbeRequest, { endpoints }: Observation): boolean {
  return [...endpoints].every(
    ([name, look]) => (connectors.length > 0 && !connectors.includes(name)) || !awaitsProbe(look),
  );
}
