import { lastKnown, type ScanResult } from '../scan-result.ts';
import type { Scope } from '../scope.ts';
import type { Endpoint } from '../served/served.ts';
import type { Assessment } from './assess.ts';

type EndpointsResult = ScanResult<readonly Endpoint[]>;

/** An assessment without the addresses that name resolution no longer returns. */
export interface ListedAssessment {
  readonly assessment: Assessment;
  /** The probes that also reached such addresses. */
  readonly probes: ReadonlySet<Scope>;
}

const isListed = ({ unlisted }: Endpoint): boolean => unlisted === undefined;

function listedIn(look: EndpointsResult): EndpointsResult {
  if (look.kind === 'seen') return { ...look, value: look.value.filter(isListed) };
  return look.last === undefined ? look : { ...look, last: { ...look.last, value: look.last.value.filter(isListed) } };
}

/**
 * Returns the assessment without addresses that name resolution no longer returns; undefined if it
 * has none.
 */
export function withoutUnlisted(assessment: Assessment): ListedAssessment | undefined {
  const { observation } = assessment;
  const partial = [...observation.endpoints].filter(([, look]) => lastKnown(look)?.value.every(isListed) === false);
  if (partial.length === 0) return undefined;
  const endpoints = new Map(observation.endpoints);
  for (const [name, look] of partial) endpoints.set(name, listedIn(look));
  return {
    assessment: { ...assessment, observation: { ...observation, endpoints } },
    probes: new Set(partial.map(([name]): Scope => `probe:${name}`)),
  };
}
