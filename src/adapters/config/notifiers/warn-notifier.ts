import type { PathFault } from '../path-fault.ts';
import { confidentialParts } from './confidential-parts.ts';

/** What can be used, and would better be written otherwise, of one item of `notifiers` as it was written. */
export function warnNotifier(index: number, { type, url }: Readonly<Record<string, unknown>>): readonly PathFault[] {
  // Who has a login of its own takes its address from no file.
  if (typeof url !== 'string' || type === 'alertmanager') return [];
  return confidentialParts(url).map((part) => ({
    path: ['notifiers', index, 'url'],
    what: 'value',
    message: `${part}; write the address into a file of its own, for mailcertd alone to read, and name that in urlFile in place of url`,
  }));
}
