import { renderAttribute } from './distinguished-name.ts';
import { LONGEST_COMMON_NAME } from './subject-fault.ts';

/** The subject of a certificate that is made for a name: `CN=mail.contoso.com`, as RFC 4514 has it. */
export function commonNameSubject(name: string): string {
  // Where the whole name is too long its first label is not, and the DNS names say the rest.
  const isTooLong = [...name].length > LONGEST_COMMON_NAME;
  return renderAttribute('CN', isTooLong ? (name.split('.')[0] ?? '') : name);
}
