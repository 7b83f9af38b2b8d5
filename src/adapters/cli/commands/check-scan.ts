import { storeLabel } from '../../../domain/connector/certificate-file.ts';
import { addressStates } from '../../../domain/served/served-state.ts';
import type { Explanation } from '../../../domain/status/status.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { messageLines } from '../../../formats/event/message.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';
import type { NagiosResult } from '../../../formats/metrics/nagios.ts';
import type { Scan } from '../../../work/operations/query-operations.ts';
import type { CheckLimits } from '../arguments/check-limits.ts';
import { CHECK_PHRASES } from '../text/check-phrases.ts';
import { errorText } from '../text/error-text.ts';
import { probeError } from '../text/probe-error.ts';
import { SERVED_PHRASES } from '../text/served-phrases.ts';
import { nagiosResult } from './nagios-result.ts';

/**
 * Returns the result of `check` on a host where no daemon has run: from a scan made now, which the
 * text mentions.
 */
export function checkScan(scan: Scan, limits: CheckLimits, rendering: Rendering): NagiosResult {
  const check = inLanguage(CHECK_PHRASES, rendering.locale);
  const problems = scan.findings.map((finding) => ({ ...finding, sentence: messageLines(finding, rendering)[0] }));
  const unavailable = scan.stores.flatMap((state) =>
    state.kind === 'unreadable'
      ? [check.cannotRead(storeLabel(state.store.name), errorText(state.problem, rendering.locale))]
      : [],
  );
  const unreachable = scan.connectors.flatMap((explanation) => firstProbeError(explanation, rendering));
  const checked = { problems, unavailable: [...unavailable, ...unreachable], connectors: scan.connectors };
  const result = nagiosResult(checked, limits, rendering);
  const notCreatedYet = scan.stores.flatMap((state) =>
    state.kind === 'read' && state.isUnmade ? [check.storeNotCreatedYet(state.store.name)] : [],
  );
  // The texts about missing stores begin with their separator.
  return { ...result, text: `${result.text} (${check.scannedNow}${notCreatedYet.join('')})` };
}

/** Returns a line with the first probe error of a connector; empty if every address was probed. */
function firstProbeError(explanation: Explanation, { locale }: Rendering): readonly string[] {
  const failure = addressStates(explanation).find((state) => state.failure !== undefined)?.failure;
  if (failure === undefined) return [];
  return [inLanguage(SERVED_PHRASES, locale).cannotProbe(explanation.connector.name, probeError(failure, locale))];
}
