import type { Configuration } from '../../../src/adapters/config/configuration.ts';
import type { ConfigurationEnvironment } from '../../../src/adapters/config/configuration-environment.ts';
import { parseConfiguration } from '../../../src/adapters/config/read/parse-configuration.ts';
import type { ConfigurationIssue } from '../../../src/domain/failure/configuration-issue.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import type { Locale } from '../../../src/domain/text/locale.ts';

/** A host that knows its full name. */
export const MAIL01: ConfigurationEnvironment = {
  hostnameFile: 'mail01.contoso.com',
  kernelHostname: 'mail01',
  canonicalName: undefined,
  stateDirectory: '/var/lib/mailcertd',
  locale: 'en',
  eventIds: [1003, 12014, 12015, 12016, 12017, 12018],
};

const FILE = '/etc/mailcertd/mailcertd.yaml';

/** Returns the configuration in a valid text. */
export function configurationOf(text: string, environment: ConfigurationEnvironment = MAIL01): Configuration {
  const parsed = parseConfiguration(text, FILE, environment);
  if (parsed.kind === 'invalid') throw new Error(`invalid: ${JSON.stringify(parsed.errors)}`);
  return parsed.configuration;
}

/** Returns errors or warnings as `line:column: message`. */
export function linesOf(issues: readonly ConfigurationIssue[], locale: Locale = 'en'): readonly string[] {
  return issues.map(({ line, column, failure }) => `${line}:${column}: ${failureText(failure, locale)}`);
}

/** Returns the errors in a text; none if it is valid. */
export function issuesOf(text: string, environment: ConfigurationEnvironment = MAIL01): readonly ConfigurationIssue[] {
  const parsed = parseConfiguration(text, FILE, environment);
  return parsed.kind === 'configuration' ? [] : parsed.errors;
}

/** Returns the errors in a text as `line:column: message`; none if it is valid. */
export function errorsOf(text: string, environment: ConfigurationEnvironment = MAIL01): readonly string[] {
  return linesOf(issuesOf(text, environment));
}

/** Returns the warnings about a valid text as `line:column: message`. */
export function warningsOf(text: string): readonly string[] {
  return linesOf(configurationOf(text).warnings);
}
