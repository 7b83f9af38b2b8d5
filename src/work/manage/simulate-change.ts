import type { RequestedBy } from '../../domain/certificate/certificate.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import { definedStores } from '../../domain/observation/defined-stores.ts';
import { lastKnownCertificates } from '../../domain/observation/last-known-objects.ts';
import { assumeChange } from '../../domain/store-change/assume-change.ts';
import { missingIntermediate } from '../../domain/store-change/missing-intermediate.ts';
import type { StoreChange } from '../../domain/store-change/store-change.ts';
import type { Simulation } from '../operations/query-operations.ts';
import { type AssumedState, compareEvaluations } from '../query/compare-evaluations.ts';
import { type KeyAccessDependencies, personalKeyAccessReader } from '../query/personal-key-access-reader.ts';
import { type ScanOnceDependencies, snapshotsOf } from '../query/scan-once.ts';
import type { ScanEvaluation } from '../scan/evaluate-scan.ts';

/** The context in which a change is simulated. */
export interface ChangeSimulationContext {
  readonly personal: StoreDefinition;
  readonly requestedBy: RequestedBy;
  /** The open conditions of the daemon. */
  readonly open: readonly Condition[];
}

/**
 * Returns the subject of the intermediate certificate that is missing in the store after the
 * change.
 */
async function missingIntermediateAfter(
  change: StoreChange,
  before: ScanEvaluation,
  { observation, newCertificatesPem }: AssumedState,
  { scanSources }: ScanOnceDependencies,
): Promise<string | undefined> {
  if (change.kind !== 'install' || change.certificate.isSelfIssued) return undefined;
  const { thumbprint } = change.certificate;
  const verdicts = await scanSources.chains.verify(new Set([thumbprint]), snapshotsOf(observation), newCertificatesPem);
  return missingIntermediate(change, lastKnownCertificates(before.assessment.observation), verdicts.get(thumbprint));
}

/**
 * Simulates a change: returns the selections and conditions before and after it.
 * @param before the evaluation of the present state, made without open conditions
 */
export async function simulateChange(
  change: StoreChange,
  before: ScanEvaluation,
  { personal, requestedBy, open }: ChangeSimulationContext,
  dependencies: ScanOnceDependencies & KeyAccessDependencies,
): Promise<Simulation> {
  const { observation, selections } = before.assessment;
  const connectors = selections.map(({ connector }) => connector);
  const context = {
    personal,
    requestedBy,
    accessIn: await personalKeyAccessReader(personal.path, connectors, dependencies),
  };
  const assumed = {
    observation: assumeChange(observation, change, context),
    newCertificatesPem: change.kind === 'install' ? [change.certificatePem] : [],
  };
  const { now } = observation;
  return {
    now,
    at: now,
    store: undefined,
    stores: definedStores(observation),
    files: [],
    lacksIssuer: await missingIntermediateAfter(change, before, assumed, dependencies),
    ...(await compareEvaluations(before, assumed, dependencies, open)),
  };
}
