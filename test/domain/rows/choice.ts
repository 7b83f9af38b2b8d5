import type { Assessment } from '../../../src/domain/assessment/assess.ts';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import { isExpired } from '../../../src/domain/certificate/lifetime.ts';

const labelOf = ({ certificate }: StoredCertificate): string => certificate.thumbprint.replace(/0+$/, '');

type Chosen = Assessment['selections'][number];

function selectedText({ selection }: Chosen, now: number): string {
  if (selection.kind !== 'chosen') return selection.kind;
  const { chosen, match, isProvisional } = selection;
  const qualities = [
    match === 'wildcard' ? 'wildcard' : '',
    isExpired(chosen.certificate, now) ? 'expired' : '',
    isProvisional ? 'provisional' : '',
  ].filter((quality) => quality !== '');
  return [labelOf(chosen), ...qualities].join(', ');
}

/**
 * Returns the selection of a connector and its reasons in one line, for example:
 * - `R2 → P; not Q: older`
 * - `R2 → P, wildcard, expired`
 * - `R2 → none; not P: version; nearest P: version`
 * - `R2 → unknown`
 * - `R2 → not-applicable`: the connector needs no certificate
 */
export function choiceOf(choice: Chosen, now: number): string {
  const { connector, selection } = choice;
  const rejected = selection.kind === 'not-applicable' ? [] : selection.rejected;
  const nearest = selection.kind === 'none' ? selection.nearestMiss : undefined;
  return [
    `${connector.name} → ${selectedText(choice, now)}`,
    ...rejected.map(({ candidate, reason }) => `not ${labelOf(candidate)}: ${reason}`),
    ...(nearest === undefined ? [] : [`nearest ${labelOf(nearest.candidate)}: ${nearest.reason}`]),
  ].join('; ');
}
