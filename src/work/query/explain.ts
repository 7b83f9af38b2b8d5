import type { Assessment } from '../../domain/assessment/assess.ts';
import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import { type ChainVerdict, verdictsAt } from '../../domain/certificate/chain-verdict.ts';
import { originOf } from '../../domain/certificate/origin.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import type { Observation } from '../../domain/observation/observation.ts';
import { diagnose, remedyOf } from '../../domain/remedy/remedy-of.ts';
import type { Selection } from '../../domain/selection/select-certificate.ts';
import type { Explanation, StoreState } from '../../domain/status/status.ts';
import { byUrgency } from './status.ts';

/** Returns the certificates that a selection chose or rejected. */
export function spokenOf(selection: Selection): readonly StoredCertificate[] {
  if (selection.kind === 'not-applicable') return [];
  const candidates = selection.rejected.map(({ candidate }) => candidate);
  if (selection.kind === 'chosen') candidates.push(selection.chosen, ...(selection.alsoSelected ?? []));
  if (selection.kind === 'none' && selection.nearestMiss !== undefined) {
    candidates.push(selection.nearestMiss.candidate);
  }
  return candidates;
}

/**
 * Explains the selection of each connector, in the order of the assessment.
 * @param chains the verdicts of at least the certificates that the selections contain
 * @param open the daemon's open conditions; the most severe one of each connector is used
 * @param served the last probe results; left out: not requested
 */
export function explainConnectors(
  assessment: Assessment,
  chains: ReadonlyMap<string, ChainVerdict>,
  stores: readonly StoreState[],
  open: readonly Condition[],
  served: Observation['endpoints'] = new Map(),
): readonly Explanation[] {
  const { selections, observation } = assessment;
  const worstFirst = byUrgency(open);
  const worth = verdictsAt(chains, observation.now);
  return selections.map(({ connector, selection }) => {
    const origins = new Map(
      spokenOf(selection).map(({ certificate: { thumbprint } }) => [thumbprint, originOf(worth.get(thumbprint))]),
    );
    const condition = worstFirst.find(
      ({ facts }) => facts.connector === connector.name || facts.connectors?.includes(connector.name),
    );
    const remedy = remedyOf(connector, selection, assessment);
    const diagnostics = remedy === undefined ? diagnose(selection, assessment) : [];
    return {
      ...{ connector, selection, origins, stores, at: observation.now, open: condition, remedy, diagnostics },
      served: served.get(connector.name),
    };
  });
}
