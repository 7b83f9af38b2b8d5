import type { PathFault } from '../path-fault.ts';
import { quote } from '../quote.ts';
import { maskedAddress } from './masked-address.ts';

/** What can be used, and would better be written otherwise, of one item of `notifiers` as it was written. */
export function warnNotifier(index: number, { url }: Readonly<Record<string, unknown>>): readonly PathFault[] {
  if (typeof url !== 'string') return [];
  return maskedAddress(url).parameters.map((name) => ({
    path: ['notifiers', index, 'url'],
    what: 'value',
    message: `what stands behind ${quote(`${name}=`)} looks like a secret; write the address into a file of its own, for mailcertd alone to read, and name that in urlFile in place of url`,
  }));
}
