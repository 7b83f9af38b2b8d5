import type { Certificate } from '../certificate/certificate.ts';
import type { Connector } from '../connector/connector.ts';
import { unsuitableServedCertificate } from '../selection/client-rejection.ts';
import type { Selection } from '../selection/selection.ts';
import type { ServedLeaf } from './served.ts';
import { addressStates, type ServedContext } from './served-state.ts';

/** A certificate whose remaining lifetime is shown and measured for a connector. */
export type MeasuredCertificate = Pick<Certificate, 'thumbprint' | 'notBefore' | 'notAfter'>;

/**
 * Returns whether the served certificate is shown for a connector instead of the selected one:
 * either the server is remote, or no certificate needs to be selected.
 */
export function showsServedCertificate({ direction, probe }: Connector, selection: Selection): boolean {
  return probe !== undefined && (direction === 'send' || selection.kind === 'not-applicable');
}

/** Returns the served certificate that expires first, or undefined if none was seen. */
function firstServed(context: ServedContext): ServedLeaf | undefined {
  const leaves = addressStates(context).flatMap(({ lastResult }) => lastResult?.leaf ?? []);
  const [first, ...others] = leaves;
  return others.reduce(
    (earliest, leaf) => (earliest !== undefined && earliest.notAfter <= leaf.notAfter ? earliest : leaf),
    first,
  );
}

/**
 * Returns the certificate that screens, checks and metrics show for a connector; undefined if there
 * is none or it is unknown.
 * - For a remote server, or a connector that is only probed: the served certificate.
 * - Otherwise: the selected certificate, or an unsuitable one that the server serves from its
 *   files.
 */
export function measuredCertificate(context: ServedContext): MeasuredCertificate | undefined {
  const { connector, selection } = context;
  if (showsServedCertificate(connector, selection)) return firstServed(context);
  if (selection.kind === 'chosen') return selection.chosen.certificate;
  return unsuitableServedCertificate(selection)?.candidate.certificate;
}
