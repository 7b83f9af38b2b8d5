import type { Locale } from '../../../domain/text/locale.ts';
import type { NagiosResult } from '../../../formats/metrics/nagios.ts';
import { errorInOneLine } from '../invocation/print-error.ts';

/** Returns the result UNKNOWN of a Nagios plugin, without measurements. */
export function unknownResult(text: string): NagiosResult {
  return { state: 'UNKNOWN', text, measurements: [] };
}

/** Returns the result UNKNOWN with the message of an error. */
export function unknownBecause(error: unknown, locale: Locale): NagiosResult {
  return unknownResult(errorInOneLine(error, locale));
}
