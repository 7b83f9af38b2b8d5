import { reasonTextOrCode } from '../../../domain/failure/reason-text.ts';
import type { AddressState } from '../../../domain/served/served-state.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { visible } from '../../../formats/terminal/visible.ts';

/** Returns why a probe failed; for an unusable client certificate, also which file and why. */
export function probeError({ reason, detail }: NonNullable<AddressState['failure']>, locale: Locale): string {
  const words = reasonTextOrCode(reason, locale);
  return reason === 'client_certificate_unusable' ? `${words}: ${visible(detail)}` : words;
}
