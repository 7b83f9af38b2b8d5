import { certificatesOf } from '../../domain/assessment/assess.ts';
import type { RequestedBy } from '../../domain/certificate/certificate.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import { definedStores } from '../../domain/observation/coverage.ts';
import { assumeChange } from '../../domain/store-change/assume-change.ts';
import { missingIntermediate } from '../../domain/store-change/missing-intermediate.ts';
import type { StoreChange } from '../../domain/store-change/store-change.ts';
import type { Simulation } from '../operations/query-operations.ts';
import { type Assumed, compare } from '../query/compare.ts';
import { type KeyAccessDependencies, keyAccessIn } from '../query/key-access-in.ts';
import { type ScanOnceDependencies, snapshotsOf } from '../query/scan-once.ts';
import type { Judgement } from '../scan/judge.ts';

/** The context in which a change is simulated. */
export interface ChangeSimulation {
  readonly personal: StoreDefinition;
  readonly requestedBy: RequestedBy;
  /** The open conditions of the daemon. */
  readonly open: readonly Condition[];
}

/**
 * Returns the subject of the intermediate certificate that is missing in the store after the
 * change.
 */
async function lackingAfter(
  change: StoreChange,
  before: Judgement,
  { observation, given }: Assumed,
  { surroundings }: ScanOnceDependencies,
): Promise<string | undefined> {
  if (change.kind !== 'install' || change.certificate.isSelfIssued) return undefined;
  const { thumbprint } = change.certificate;
  const verdicts = await surroundings.chains.verify(new Set([thumbprint]), snapshotsOf(observation), given);
  return missingIntermediate(change, certificatesOf(before.assessment.observation), verdicts.get(thumbprint));
}

/** Simulates a change: the selection of each connector and the conditions, before and after it. */
export async function simulateChange(
  change: StoreChange,
  before: Judgement,
  { personal, requestedBy, open }: ChangeSimulation,
  dependencies: ScanOnceDependencies & KeyAccessDependencies,
): Promise<Simulation> {
  const { observation, selections } = before.assessment;
  const connectors = selections.map(({ connector }) => connector);
  const context = { personal, requestedBy, accessIn: await keyAccessIn(personal.path, connectors, dependencies) };
  const assumed = {
    observation: assumeChange(observation, change, context),
    given: change.kind === 'install' ? [change.certificatePem] : [],
  };
  const { now } = observation;
  return {
    now,
    at: now,
    store: undefined,
    stores: definedStores(observation),
    files: [],
    lacksIssuer: await lackingAfter(change, before, assumed, dependencies),
    ...(await compare(before, assumed, dependencies, open)),
  };
}
