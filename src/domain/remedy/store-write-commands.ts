import type { Failure } from '../failure/failure.ts';
import { hasFailureCode } from '../failure/has-failure-code.ts';
import type { Command } from './remedy.ts';

/** The codes of a store that belongs to another account. */
const OTHER_OWNER_CODES = ['store_of_other_account', 'store_of_nameless_account'] as const;

/** The codes of missing rights. */
const RIGHT_CODES = [...OTHER_OWNER_CODES, 'no_write_permission', 'owner_lacks_right'] as const;

/**
 * Returns the commands for a store that could not be changed: they show its free space or its
 * rights, and give it to the account of the daemon, which is mailcertd in the systemd unit. Empty
 * for other failures.
 * @param path the path of the store
 */
export function storeWriteCommands(path: string, failure: Failure): readonly Command[] {
  const hasCode = (code: string): boolean => hasFailureCode(failure, code);
  return [
    ...(hasCode('disk_full') ? [['df', '-h', path]] : []),
    ...(RIGHT_CODES.some(hasCode) ? [['namei', '-l', path]] : []),
    ...(OTHER_OWNER_CODES.some(hasCode) ? [['chown', '-R', 'mailcertd:', path]] : []),
  ];
}
