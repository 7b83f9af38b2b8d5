import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import { isExpired, isNotYetValid, lifetimeState } from '../../domain/certificate/lifetime.ts';
import { originOf } from '../../domain/certificate/origin.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import { presentedNames } from '../../domain/connector/name-index.ts';
import { ineligibility, type Selection, type SelectionGround } from '../../domain/connector/select-certificate.ts';
import { type Assessment, certificatesOf } from '../../domain/observation/assess.ts';
import { definedStores } from '../../domain/observation/coverage.ts';
import { EMPTY_MEMORY } from '../../domain/observation/memory.ts';
import { type Observation, QUIET_SERVICE } from '../../domain/observation/observation.ts';
import type { Settings } from '../../domain/settings.ts';
import type { Explanation, ListedCertificate, StoreState } from '../../domain/status.ts';
import type { Instant } from '../../domain/time.ts';
import type { ChainsWanted, Scan } from '../operations.ts';
import type { Clock } from '../ports.ts';
import { judge } from '../watch/judge.ts';
import { LooksBefore, lookAround, type Surroundings } from '../watch/look.ts';
import { byUrgency } from './status.ts';

/** What a look without a past works with. */
export interface ScanMeans {
  readonly surroundings: Surroundings;
  readonly settings: Settings;
  readonly clock: Clock;
}

function storeStates(observation: Observation): readonly StoreState[] {
  return definedStores(observation).flatMap((store): readonly StoreState[] => {
    const look = observation.stores.get(store.name);
    if (look === undefined) return [];
    if (look.kind === 'blind') return [{ kind: 'unreadable', store, problem: look.problem }];
    return [{ kind: 'read', store, certificates: look.value.certificates.length, problems: look.problems }];
  });
}

/** The certificates that a selection chose, or passed over. */
function spokenOf(selection: Selection): readonly StoredCertificate[] {
  if (selection.kind === 'not-applicable') return [];
  const candidates = selection.rejected.map(({ candidate }) => candidate);
  if (selection.kind === 'chosen') candidates.push(selection.chosen);
  if (selection.kind === 'none' && selection.nearestMiss !== undefined) {
    candidates.push(selection.nearestMiss.candidate);
  }
  return candidates;
}

type Chains = ReadonlyMap<string, ChainVerdict>;

function explanations(
  { selections, observation }: Assessment,
  chains: Chains,
  stores: readonly StoreState[],
  open: readonly Condition[],
): readonly Explanation[] {
  const worstFirst = byUrgency(open);
  return selections.map(({ connector, selection }) => {
    const origins = new Map(
      spokenOf(selection).map(({ certificate: { thumbprint } }) => [thumbprint, originOf(chains.get(thumbprint))]),
    );
    const condition = worstFirst.find(
      ({ facts }) => facts.connector === connector.name || facts.connectors?.includes(connector.name),
    );
    return { connector, selection, origins, stores, at: observation.now, open: condition };
  });
}

/** Whether nothing but its services could keep a certificate from being presented now. */
function isUsable(stored: StoredCertificate, ground: SelectionGround): boolean {
  const { now } = ground;
  const reason = ineligibility(stored, ground);
  if (isExpired(stored.certificate, now) || isNotYetValid(stored.certificate, now)) return false;
  return reason === undefined || reason === 'not-enabled-for-smtp';
}

/** What has expired and has a newer usable one beside it, of the same names and enabled for as much. */
function supersededIn(
  certificates: readonly StoredCertificate[],
  ground: SelectionGround,
): ReadonlySet<StoredCertificate> {
  const keyOf = (stored: StoredCertificate): string => [...presentedNames(stored)].sort().join(' ');
  const usable = new Map<string, StoredCertificate[]>();
  for (const stored of certificates) {
    if (!isUsable(stored, ground)) continue;
    const key = keyOf(stored);
    usable.set(key, [...(usable.get(key) ?? []), stored]);
  }
  const replaces = (next: StoredCertificate, old: StoredCertificate): boolean =>
    next.certificate.notBefore >= old.certificate.notBefore &&
    old.services.every((service) => next.services.includes(service));
  return new Set(
    certificates.filter(
      (old) =>
        isExpired(old.certificate, ground.now) && usable.get(keyOf(old))?.some((next) => replaces(next, old)) === true,
    ),
  );
}

function statusOf(
  stored: StoredCertificate,
  verdict: ChainVerdict | undefined,
  now: Instant,
): ListedCertificate['status'] {
  const { notBefore, notAfter } = stored.certificate;
  if (now < notBefore || now > notAfter) return 'DateInvalid';
  if (verdict === undefined) return 'Unknown';
  return verdict.status === 'untrusted' ? 'Untrusted' : 'Valid';
}

export interface ScanQuestion {
  /** The instant to judge for; undefined: now. */
  readonly at: Instant | undefined;
  readonly chains: ChainsWanted;
  /** What a daemon here holds open, to be named in the explanations. */
  readonly open: readonly Condition[];
}

/** Looks at everything now and judges it, with nothing open and nothing remembered. */
export async function scan(
  { surroundings, settings, clock }: ScanMeans,
  { at, chains: chainsWanted, open }: ScanQuestion,
  signal: AbortSignal,
): Promise<Scan> {
  const started = clock.monotonicMs();
  const now = at ?? clock.now();
  const before = { looks: new LooksBefore(), memory: EMPTY_MEMORY, service: QUIET_SERVICE };
  const sight = await lookAround(surroundings, before, now, signal);
  const { observation } = sight;
  const { assessment, records } = judge(sight, settings, []);
  const durationMs = clock.monotonicMs() - started;

  const certificates = certificatesOf(observation);
  const snapshots = [...observation.stores.values()].flatMap((look) => (look.kind === 'seen' ? [look.value] : []));
  const asked =
    chainsWanted === 'all' ? certificates : assessment.selections.flatMap(({ selection }) => spokenOf(selection));
  const thumbprints = new Set(asked.map(({ certificate }) => certificate.thumbprint));
  const chains = await surroundings.chains.verify(thumbprints, snapshots);
  let superseded: ReadonlySet<StoredCertificate> | undefined;
  const isSuperseded = (stored: StoredCertificate): boolean => {
    superseded ??= supersededIn(certificates, assessment.ground);
    return superseded.has(stored);
  };
  const stores = storeStates(observation);
  return {
    at: now,
    durationMs,
    stores,
    connectors: explanations(assessment, chains, stores, open),
    certificates: certificates.map((stored) => {
      const verdict = chains.get(stored.certificate.thumbprint);
      return {
        stored,
        get lifetimeState() {
          const state = lifetimeState(stored.certificate, now, settings.expiresSoon);
          return state === 'expired' && isSuperseded(stored) ? 'superseded' : state;
        },
        origin: originOf(verdict),
        status: statusOf(stored, verdict, now),
      };
    }),
    findings: records,
  };
}
