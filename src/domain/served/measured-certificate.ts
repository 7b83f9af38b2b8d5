import type { Certificate } from '../certificate/certificate.ts';
import type { Connector } from '../connector/connector.ts';
import { presentedDespite } from '../selection/presented-despite.ts';
import type { Selection } from '../selection/select-certificate.ts';
import type { ServedLeaf } from './served.ts';
import { addressStates, type ServedContext } from './served-state.ts';

/** A certificate whose remaining lifetime is shown and measured for a connector. */
export type MeasuredCertificate = Pick<Certificate, 'thumbprint' | 'notBefore' | 'notAfter'>;

/** Returns whether what a probe sees is shown for a connector, and not what is selected: nothing is selected, or the server is remote. */
export function isServedShown({ direction, probe }: Connector, selection: Selection): boolean {
  return probe !== undefined && (direction === 'send' || selection.kind === 'not-applicable');
}

/** Returns the served certificate that expires first; undefined: none was seen. */
function firstServed(ground: ServedContext): ServedLeaf | undefined {
  const leaves = addressStates(ground).flatMap(({ seen }) => seen?.leaf ?? []);
  const [first, ...others] = leaves;
  return others.reduce((least, leaf) => (least !== undefined && least.notAfter <= leaf.notAfter ? least : leaf), first);
}

/**
 * Returns the certificate that every screen, check and metric shows for a connector: for the remote server of a Send connector,
 * and for a connector that is only probed, what is served; else what is selected, or what a server serves from its files
 * although it is not suitable. undefined: there is none, or it is not known.
 */
export function measuredCertificate(ground: ServedContext): MeasuredCertificate | undefined {
  const { connector, selection } = ground;
  if (isServedShown(connector, selection)) return firstServed(ground);
  if (selection.kind === 'chosen') return selection.chosen.certificate;
  return presentedDespite(selection)?.candidate.certificate;
}
