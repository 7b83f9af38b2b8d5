import { CONFIGURATION_FAILURES } from '../../../domain/failure/configuration-failures.ts';
import { DAY } from '../../../domain/time.ts';
import { parseDuration, renderDuration } from '../../../formats/text/duration.ts';
import { quote } from '../quote.ts';
import { isKeys, type Keys } from '../schema/keys.ts';
import type { PathError } from '../schema/path-error.ts';

/** Parses a duration of the file; undefined if it is invalid. */
export function durationOf(rawValue: unknown): number | undefined {
  return typeof rawValue === 'string' ? parseDuration(rawValue) : undefined;
}

/**
 * Returns the settings of automatic renewal; undefined if they are missing or invalid. The validity
 * is computed with 365 days per year.
 * @param selfSigned the key `selfSigned` as written
 */
function renewalSettings(
  selfSigned: unknown,
):
  | { readonly rawValue: unknown; readonly renewBeforeMs: number; readonly years: number; readonly validityMs: number }
  | undefined {
  if (!isKeys(selfSigned)) return undefined;
  const { renewBefore: rawValue, years = 5 } = selfSigned;
  const renewBeforeMs = durationOf(rawValue);
  if (renewBeforeMs === undefined || typeof years !== 'number') return undefined;
  return { rawValue, renewBeforeMs, years, validityMs: years * 365 * DAY };
}

/** Reports `renewBefore` if it is not shorter than the validity: every scan would renew. */
export function renewBeforeErrors(selfSigned: unknown): PathError[] {
  const renewal = renewalSettings(selfSigned);
  if (renewal === undefined || renewal.renewBeforeMs < renewal.validityMs) return [];
  const { rawValue, years } = renewal;
  const failure = CONFIGURATION_FAILURES.renewal_before_validity({ value: quote(rawValue), days: years * 365, years });
  return [{ path: ['selfSigned', 'renewBefore'], pointsAt: 'value', failure }];
}

/** Reports `renewBefore` if the renewal takes place only after the warning about the expiry. */
export function renewBeforeWarnings({ selfSigned, expiresSoon }: Keys): PathError[] {
  const renewal = renewalSettings(selfSigned);
  if (renewal === undefined) return [];
  const { within: writtenWithin = '21d', fraction = 0.25 } = isKeys(expiresSoon) ? expiresSoon : {};
  const within = durationOf(writtenWithin);
  if (within === undefined || typeof fraction !== 'number') return [];
  // In whole days. `expiresSoon` warns as soon as both of its limits are reached.
  const warningTime = Math.floor(Math.min(within, fraction * renewal.validityMs) / DAY) * DAY;
  if (renewal.renewBeforeMs > warningTime) return [];
  // With the default warning time of 21 days, the example is 30 days.
  const example = renderDuration(warningTime + 9 * DAY);
  const failure = CONFIGURATION_FAILURES.renewal_after_warning({
    value: quote(renewal.rawValue),
    warningTime: renderDuration(warningTime),
    example,
  });
  return [{ path: ['selfSigned', 'renewBefore'], pointsAt: 'value', failure }];
}
