import type { Locale } from '../../../domain/text/locale.ts';
import type { ConfigurationIssue } from '../../../work/errors.ts';

/** Returns an error as `file:line:column: message`. */
export function renderConfigurationIssue(
  { file, line, column, message, japanese }: ConfigurationIssue,
  locale: Locale,
): string {
  return `${file}:${line}:${column}: ${(locale === 'ja' ? japanese : undefined) ?? message}`;
}
