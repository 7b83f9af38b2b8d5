import type { Locale } from '../../../domain/event/event-definition.ts';
import type { ConfigurationFault } from '../../../work/errors.ts';

/** Returns a fault as `file:line:column: message`. */
export function renderFault({ file, line, column, message, japanese }: ConfigurationFault, locale: Locale): string {
  return `${file}:${line}:${column}: ${(locale === 'ja' ? japanese : undefined) ?? message}`;
}
