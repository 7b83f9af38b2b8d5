import { withoutFullStop } from '../../../domain/text/without-full-stop.ts';
import type { NagiosResult } from '../../../formats/metrics/nagios.ts';

/**
 * Returns the result with further sentences after its text, and without a full stop before them.
 */
export function appendToResult(result: NagiosResult, sentences: readonly string[]): NagiosResult {
  if (sentences.length === 0) return result;
  return { ...result, text: [withoutFullStop(result.text), ...sentences].join('; ') };
}
