import { lifetimeState, soonStep } from '../certificate/lifetime.ts';
import { unusedCertificateExpiresSoon as event } from '../event/catalog/unused-certificate-expires-soon.ts';
import type { Rule } from './rule.ts';
import { namedFirst, storeFinding } from './store-finding.ts';
import { unusedCertificates } from './unused-certificates.ts';

/**
 * Certificates that no connector uses are inside the "soon" window, and nothing replaces them. One finding a store, what
 * ends first in front; as urgent as the most urgent of them.
 */
export const unusedCertificateExpiresSoon: Rule = {
  event,
  timed: true,
  evaluate: (assessment) => {
    const { observation, settings } = assessment;
    const { now } = observation;
    const window = settings.expiresSoon;
    return [...unusedCertificates(assessment, now, now + window.within)].flatMap(([store, members]) => {
      const inWindow = members.filter(({ certificate }) => lifetimeState(certificate, now, window) === 'soon');
      const soon = namedFirst(inWindow, ({ notAfter }) => notAfter);
      const [first] = soon;
      if (first === undefined) return [];
      const command = [...settings.command, 'certificates', 'list', '--state', 'soon'];
      return storeFinding(event, store, soon, soonStep(first.certificate, now, window), { command });
    });
  },
};
