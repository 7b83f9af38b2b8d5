import type { NagiosResult } from '../../../formats/metrics/nagios.ts';

/**
 * Returns the result with further sentences after its text, and without a full stop before them.
 */
export function appendToResult(result: NagiosResult, sentences: readonly string[]): NagiosResult {
  if (sentences.length === 0) return result;
  return { ...result, text: [result.text.replace(/[.。]$/u, ''), ...sentences].join('; ') };
}
