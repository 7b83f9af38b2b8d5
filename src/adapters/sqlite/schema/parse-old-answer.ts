import type { ServedAnswer } from '../../../domain/served/served.ts';
import { CHAIN_STATUSES } from './chain-statuses.ts';

/**
 * Returns the answer that an earlier version stored as one text: thumbprint, protocol, state of the
 * chain, and trust anchors, with spaces between them, or `not-offered` or `refused`; undefined for
 * any other text.
 */
export function parseOldAnswer(text: string): ServedAnswer | undefined {
  if (text === 'not-offered' || text === 'refused') return { starttls: text };
  const [thumbprint = '', protocol, state, ...anchors] = text.split(' ');
  const status = CHAIN_STATUSES.find((each) => each === state);
  if (protocol === undefined || status === undefined) return undefined;
  return { thumbprint, protocol, status, ...(anchors.length === 0 ? {} : { anchors: anchors.join(' ') }) };
}
