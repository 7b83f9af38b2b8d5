import { recordOnce } from '../../domain/condition/advance.ts';
import { clockStepped } from '../../domain/event/catalog/clock-stepped.ts';
import type { EventRecord, NewEventRecord } from '../../domain/event/event-record.ts';
import { remember } from '../../domain/observation/coverage.ts';
import { followedInternal } from '../../domain/observation/follow-internal.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import type { Observation, ServiceState } from '../../domain/observation/observation.ts';
import { rememberOccupants } from '../../domain/observation/occupants.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Rule } from '../../domain/rule/rule.ts';
import type { Settings } from '../../domain/settings.ts';
import type { Instant } from '../../domain/time.ts';
import { followInternal } from '../keep/follow-internal.ts';
import { installSelfSigned, rolesWantCertificate, type SelfSignedOrder } from '../keep/install-self-signed.ts';
import type { Attention, CertificateIssuer, Clock, Ledger, PersonalStore } from '../ports.ts';
import { type Judgement, judge, lifePolicy } from './judge.ts';
import { type LooksBefore, lookAround, type Sight, type Surroundings } from './look.ts';

/** What a pass works with. */
export interface PassMeans {
  readonly surroundings: Surroundings;
  readonly settings: Settings;
  readonly selfSigned: SelfSignedOrder;
  readonly issuer: CertificateIssuer;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly looks: LooksBefore;
  /** The catalogue's rules, unless a test brings its own. */
  readonly rules: readonly Rule[] | undefined;
}

/** What a pass is made on. */
export interface Occasion {
  /** What the daemon has noticed of itself. */
  readonly service: Omit<ServiceState, 'issueFailure' | 'renewalFailures' | 'goesOn'>;
  /** Records of the service itself that are still to be written. */
  readonly happened: readonly NewEventRecord[];
  readonly nextAt: Instant | undefined;
  readonly attention?: Attention;
}

/** What a pass came to. */
export interface PassOutcome extends Judgement {
  readonly observation: Observation;
  readonly written: readonly EventRecord[];
}

/** Whether the personal store was never there: a folder that went away later is blindness, and is left alone. */
function isUnborn({ personal }: Surroundings, { stores, before }: Observation): boolean {
  if (personal === undefined || before.storeSizes.has(personal.name)) return false;
  const look = stores.get(personal.name);
  return look?.kind === 'blind' && look.problem.reason === 'not_found' && look.last === undefined;
}

/** Whether the personal store is empty for the first time: never after it held something, never when it cannot be seen. */
function isFirstStart({ personal, computer }: Surroundings, { stores, before }: Observation): boolean {
  if (personal === undefined || !rolesWantCertificate(computer)) return false;
  const look = stores.get(personal.name);
  if (look?.kind !== 'seen' || before.storeSizes.has(personal.name)) return false;
  // What could not be read may be a certificate: such a store is not empty.
  return look.value.certificates.length === 0 && look.problems.length === 0;
}

/** The memory of a pass whose issuing failed: as if the store had not been seen, so that the next pass tries again. */
function forgetting(memory: Memory, store: string): Memory {
  return { ...memory, storeSizes: new Map([...memory.storeSizes].filter(([name]) => name !== store)) };
}

/** Does something to the personal store; trouble is a problem that the pass tells of. */
async function attempt(
  { personal }: Surroundings,
  change: (personal: PersonalStore) => Promise<void>,
): Promise<Problem | undefined> {
  if (personal === undefined) return undefined;
  try {
    await change(personal);
    return undefined;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { reason: 'issue_failed', location: personal.name, detail };
  }
}

/**
 * One pass: look, judge, and commit records, conditions and memory in one transaction. Nothing is told from here: the
 * followers read what was written.
 * @throws {MailcertdError} when the ledger could not take it; nothing was stored then.
 */
export async function runPass(
  means: PassMeans,
  { service, happened, nextAt, attention = 'everything' }: Occasion,
  signal: AbortSignal,
): Promise<PassOutcome> {
  const { surroundings, settings, ledger, clock, looks, rules } = means;
  const shard = surroundings.computer.fqdn;
  const startedAt = clock.now();
  const state = await ledger.state(shard);

  const look = (issueFailure?: Problem): Promise<Sight> =>
    lookAround(
      surroundings,
      {
        looks,
        memory: state.memory,
        service: { ...service, issueFailure, renewalFailures: [], goesOn: true },
        attention,
      },
      startedAt,
      signal,
    );

  let sight = await look();
  let records = happened;
  let issueFailure: Problem | undefined;
  if (isUnborn(surroundings, sight.observation)) {
    issueFailure = await attempt(surroundings, (personal) => personal.create());
    sight = await look(issueFailure);
  }
  if (isFirstStart(surroundings, sight.observation)) {
    issueFailure = await attempt(surroundings, async (personal) => {
      const policy = lifePolicy(settings, shard);
      const { computer } = surroundings;
      const order = means.selfSigned;
      records = [
        ...records,
        await installSelfSigned({ issuer: means.issuer, personal, computer, order }, policy, startedAt),
      ];
    });
    sight = await look(issueFailure);
  }
  const { internalTransport } = sight.observation;
  const followed = followedInternal(sight.observation, sight.byName);
  if (followed !== undefined && internalTransport.source === 'recorded') {
    // Where it cannot be recorded, 12023 says what is used instead.
    const failure = await attempt(surroundings, async (personal) => {
      const policy = lifePolicy(settings, shard);
      records = [...records, await followInternal(personal, followed, internalTransport.thumbprint, policy, startedAt)];
    });
    if (failure === undefined) sight = await look(issueFailure);
  }
  if (service.clockStepMs !== 0) {
    const policy = lifePolicy(settings, shard);
    records = [...records, recordOnce(clockStepped, [String(service.clockStepMs)], {}, policy, startedAt)];
  }

  const judgement = await judge(sight, settings, state.open, rules);
  const { observation } = sight;
  const memory: Memory = { ...remember(observation), occupants: rememberOccupants(judgement.assessment) };
  const written = await ledger.commit(shard, state.revision, {
    records: [...records, ...judgement.records],
    open: judgement.open,
    memory: issueFailure === undefined ? memory : forgetting(memory, issueFailure.location),
    pass: { startedAt, endedAt: clock.now(), nextAt },
  });
  return { ...judgement, observation, written };
}
