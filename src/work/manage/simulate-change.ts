import { certificatesOf } from '../../domain/assessment/assess.ts';
import type { RequestedBy } from '../../domain/certificate/certificate.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import { definedStores } from '../../domain/observation/coverage.ts';
import { assumeChange } from '../../domain/store-change/assume-change.ts';
import { lackingIssuer } from '../../domain/store-change/lacking-issuer.ts';
import type { StoreChange } from '../../domain/store-change/store-change.ts';
import type { Simulation } from '../operations.ts';
import { type Assumed, compare } from '../query/compare.ts';
import { type KeyAccessDependencies, keyAccessIn } from '../query/key-access-in.ts';
import { type ScanOnceDependencies, snapshotsOf } from '../query/scan-once.ts';
import type { Judgement } from '../scan/judge.ts';

/** Where, and for whom, a change is rehearsed. */
export interface ChangeSimulation {
  readonly personal: StoreDefinition;
  readonly asked: RequestedBy;
  /** What a daemon here holds open. */
  readonly open: readonly Condition[];
}

/** The issuer that a certificate comes into the store without. */
async function lackingAfter(
  change: StoreChange,
  before: Judgement,
  { observation, given }: Assumed,
  { surroundings }: ScanOnceDependencies,
): Promise<string | undefined> {
  if (change.kind !== 'install' || change.certificate.isSelfIssued) return undefined;
  const { thumbprint } = change.certificate;
  const verdicts = await surroundings.chains.verify(new Set([thumbprint]), snapshotsOf(observation), given);
  return lackingIssuer(change, certificatesOf(before.assessment.observation), verdicts.get(thumbprint));
}

/** What each connector presents, and what is told, before a change and after it. */
export async function simulateChange(
  change: StoreChange,
  before: Judgement,
  { personal, asked, open }: ChangeSimulation,
  means: ScanOnceDependencies & KeyAccessDependencies,
): Promise<Simulation> {
  const { observation, selections } = before.assessment;
  const connectors = selections.map(({ connector }) => connector);
  const ground = { personal, asked, accessIn: await keyAccessIn(personal.path, connectors, means) };
  const supposed = {
    observation: assumeChange(observation, change, ground),
    given: change.kind === 'install' ? [change.certificatePem] : [],
  };
  const { now } = observation;
  return {
    now,
    at: now,
    store: undefined,
    stores: definedStores(observation),
    files: [],
    lacksIssuer: await lackingAfter(change, before, supposed, means),
    ...(await compare(before, supposed, means, open)),
  };
}
