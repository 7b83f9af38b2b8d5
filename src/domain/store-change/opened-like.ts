import { isBarredFrom, type Thumbprint } from '../certificate/certificate.ts';
import { keyAccount, ROOT } from '../connector/connector.ts';
import { findStored } from './find-stored.ts';
import type { PlanContext } from './plan.ts';

/**
 * The accounts that load keys here and can read that of a certificate of the store: what takes its place is opened to them
 * too, or nobody would ever present it. Each once; none where it lies elsewhere.
 */
export function openedLike(
  original: Thumbprint | undefined,
  { assessment, personal }: Pick<PlanContext, 'assessment' | 'personal'>,
): readonly string[] {
  const stored = original === undefined ? undefined : findStored(original, assessment.index, personal.name);
  if (stored?.store !== personal.name || stored.key.kind !== 'matches') return [];
  const accounts = new Set(assessment.selections.map(({ connector }) => keyAccount(connector)));
  return [...accounts].filter((account) => account !== ROOT && !isBarredFrom(stored.key, account));
}
