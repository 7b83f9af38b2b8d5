import { failureText } from '../../../domain/failure/failure-text.ts';
import { reasonTextOrCode } from '../../../domain/failure/reason-text.ts';
import type { AddressState } from '../../../domain/served/served-state.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { visible } from '../../../formats/terminal/visible.ts';

/** Returns why a probe failed; for an unusable client certificate, also which file and why. */
export function probeError(failure: NonNullable<AddressState['failure']>, locale: Locale): string {
  const words = reasonTextOrCode(failure.reason, locale);
  if (failure.reason !== 'client_certificate_unusable') return words;
  return `${words}: ${visible(failureText(failure.failure, locale))}`;
}
