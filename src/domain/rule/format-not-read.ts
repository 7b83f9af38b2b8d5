import { formatNotRead as event } from '../event/catalog/format-not-read.ts';
import { storeProblems } from '../evidence/store-problems.ts';
import { failureText } from '../failure/failure-text.ts';
import type { Command } from '../remedy/remedy.ts';
import type { Rule } from './rule.ts';

/** Returns the command that converts a keystore to PKCS #12; keytool asks for the passwords. */
function convertJceksCommand(path: string): Command {
  const source = ['-srckeystore', path, '-srcstoretype', 'JCEKS'];
  const destination = ['-destkeystore', path.replace(/(\.[^./]*)?$/, '.p12'), '-deststoretype', 'PKCS12'];
  return ['keytool', '-importkeystore', ...source, ...destination];
}

/** Reports keystores in a format that mailcertd does not read. */
export const formatNotRead: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: false,
  evaluate: (assessment) =>
    storeProblems(assessment)
      .filter(({ problem }) => problem.reason === 'format_not_read')
      .map(({ store, problem: { location, failure } }) => {
        // The failure is the name of the format.
        const format = failureText(failure, 'en');
        return {
          ...event.contentOf({ location, format, store }, { store, path: location }),
          subject: location,
          remedy: format === 'jceks' ? [convertJceksCommand(location)] : [],
          clearingNeeds: [`store:${store}`],
        };
      }),
};
