import { Successors } from '../assessment/successors.ts';
import type { Certificate, StoredCertificate } from '../certificate/certificate.ts';
import { isExpired } from '../certificate/lifetime.ts';
import { type Weakness, weaknessOf } from '../certificate/weakness.ts';
import { weakCertificate as event } from '../event/catalog/weak-certificate.ts';
import { areAllSourcesAvailable } from '../evidence/all-sources.ts';
import { mailUserFacts, selectedCertificates } from '../evidence/selected-certificates.ts';
import { groupByStore } from '../evidence/store-certificates.ts';
import { renewOrListCommands } from '../evidence/store-commands.ts';
import { storeFinding } from '../evidence/store-finding.ts';
import { coverageOf } from '../observation/coverage.ts';
import type { Rule } from './rule.ts';

/** Returns the weakness as technical terms, which need no translation: `RSA 1024`, `SHA-1`. */
function weaknessText({ publicKeySize: bits }: Certificate, weakness: Weakness): string {
  const size = bits === undefined ? '' : ` ${bits}`;
  return {
    'rsa-key': `RSA${size}`,
    'ec-key': `EC${size}`,
    'dsa-key': `DSA${size}`,
    'md5-signature': 'MD5',
    'sha1-signature': 'SHA-1',
  }[weakness];
}

const detailOf = ({ certificate }: StoredCertificate): string => {
  const weakness = weaknessOf(certificate);
  return weakness === undefined ? '' : weaknessText(certificate, weakness);
};

/**
 * Reports weak certificates that connectors select, or that have a key and are enabled for SMTP.
 * One finding per store, which lists the selected certificates first. Leaves out expired
 * certificates, and unselected ones that another certificate with a later expiry replaces.
 */
export const weakCertificate: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) => {
    const { observation, context, index } = assessment;
    if (!areAllSourcesAvailable(observation)) return [];
    const selected = selectedCertificates(assessment).filter(
      ({ stored }) => weaknessOf(stored.certificate) !== undefined,
    );
    const successors = new Successors({ index, now: context.now, isSearched: context.isSearched });
    const enabled = index.weak.filter(
      (stored) => context.isSearched(stored.store) && !successors.hasLongerValidSuccessor(stored),
    );
    const certificatesToReport = [...new Set([...selected.map(({ stored }) => stored), ...enabled])].filter(
      ({ certificate }) => !isExpired(certificate, context.now),
    );
    const coverage = coverageOf(observation);
    // The rank is the position, so that the selected certificates are listed first.
    const positions = new Map(certificatesToReport.map((stored, position) => [stored.certificate, position]));
    return [...groupByStore(certificatesToReport, index, (certificate) => positions.get(certificate) ?? 0)].flatMap(
      ([store, certificates]) => {
        if (coverage(`store:${store}`) !== 'available') return [];
        const thumbprintsInStore = new Set(
          certificatesToReport.flatMap((stored) => (stored.store === store ? [stored.certificate.thumbprint] : [])),
        );
        const selectedInStore = selected.filter(({ stored }) => thumbprintsInStore.has(stored.certificate.thumbprint));
        const connectorsData = {
          connectors: selectedInStore.flatMap(({ connectors }) => connectors.map(({ name }) => name)),
          fqdns: selectedInStore.flatMap(({ fqdns }) => fqdns),
          ...mailUserFacts(selectedInStore.flatMap(({ connectors }) => connectors)),
        };
        return storeFinding(store, certificates, {
          contentOf: (parameters, data) => event.contentOf(parameters, { ...data, ...connectorsData }),
          remedy: renewOrListCommands(store, certificates, assessment, { isRenewalForced: true, listOptions: [] }),
          detailOf,
        });
      },
    );
  },
};
