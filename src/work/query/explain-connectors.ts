import type { Assessment } from '../../domain/assessment/assess.ts';
import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import { type ChainVerdict, verdictsAt } from '../../domain/certificate/chain-verdict.ts';
import { originOf } from '../../domain/certificate/origin.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import type { Observation } from '../../domain/observation/observation.ts';
import { diagnoseSelection, remedyOf } from '../../domain/remedy/remedy-of.ts';
import type { Selection } from '../../domain/selection/selection.ts';
import type { Explanation, StoreState } from '../../domain/status/status.ts';
import { sortByUrgency } from './sort-by-urgency.ts';

/** Returns the certificates that a selection chose, rejected, or names as the closest certificate. */
export function explainedCertificates(selection: Selection): readonly StoredCertificate[] {
  if (selection.kind === 'not-applicable') return [];
  const candidates = selection.rejected.map(({ candidate }) => candidate);
  if (selection.kind === 'chosen') candidates.push(selection.chosen, ...(selection.alsoSelected ?? []));
  if (selection.kind === 'none' && selection.nearestMiss !== undefined) {
    candidates.push(selection.nearestMiss.candidate);
  }
  return candidates;
}

/** The parts of explanations that selections do not contain. */
export interface ExplanationInputs {
  /** The verdicts of at least the certificates that the selections contain. */
  readonly chains: ReadonlyMap<string, ChainVerdict>;
  readonly stores: readonly StoreState[];
  /**
   * The daemon's open conditions. Each explanation contains the most severe one of its connector.
   */
  readonly open: readonly Condition[];
  /** The last probe results; left out if not requested. */
  readonly endpoints?: Observation['endpoints'];
}

/** Explains the selection of each connector, in the order of the assessment. */
export function explainConnectors(
  assessment: Assessment,
  { chains, stores, open, endpoints = new Map() }: ExplanationInputs,
): readonly Explanation[] {
  const { selections, observation } = assessment;
  const conditionsByUrgency = sortByUrgency(open);
  const verdicts = verdictsAt(chains, observation.now);
  return selections.map(({ connector, selection }) => {
    const origins = new Map(
      explainedCertificates(selection).map(({ certificate: { thumbprint } }) => [
        thumbprint,
        originOf(verdicts.get(thumbprint)),
      ]),
    );
    const condition = conditionsByUrgency.find(
      ({ facts }) => facts.connector === connector.name || facts.connectors?.includes(connector.name),
    );
    const remedy = remedyOf(connector, selection, assessment);
    const diagnostics = remedy === undefined ? diagnoseSelection(selection, assessment) : [];
    return {
      connector,
      selection,
      origins,
      stores,
      at: observation.now,
      open: condition,
      remedy,
      diagnostics,
      served: endpoints.get(connector.name),
    };
  });
}
