import { renderAttribute } from './render-distinguished-name.ts';
import { MAX_COMMON_NAME_CHARACTERS } from './subject-error.ts';

/**
 * Returns the RFC 4514 subject of a new certificate for a name, for example `CN=mail.contoso.com`.
 */
export function commonNameSubject(name: string): string {
  // Uses the first label of a name that is too long for a CN. The DNS names contain the full name.
  const isTooLong = [...name].length > MAX_COMMON_NAME_CHARACTERS;
  return renderAttribute('CN', isTooLong ? (name.split('.')[0] ?? '') : name);
}
