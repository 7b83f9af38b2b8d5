import type { AccessDenial, StoredCertificate } from '../certificate/certificate.ts';
import { copyStoredCertificate } from '../certificate/copy-stored-certificate.ts';
import type { Command, Remedy } from './remedy.ts';
import { changeOnly } from './renew-on-this-host.ts';

/** Returns the command that grants access to one account only, with an entry of the ACL. */
function grantCommand({ account, path, kind }: AccessDenial): Command {
  const permission = kind === 'file' ? 'r' : 'x';
  return ['setfacl', '-m', `u:${account}:${permission}`, path];
}

/**
 * Returns the remedy that lets an account read a private key. Its effect, which is simulated before
 * the remedy is suggested, removes the denials of this account.
 */
export function grantKeyAccess(stored: StoredCertificate, account: string): Remedy {
  const { key } = stored;
  const isOfAccount = (denial: AccessDenial): boolean => denial.account === account;
  return {
    commands: key.access.denials.filter(isOfAccount).map(grantCommand),
    effect: {
      certificate: changeOnly(stored, (original) => {
        const denials = original.key.access.denials.filter((denial) => !isOfAccount(denial));
        const access = { denials, isExposed: original.key.access.isExposed };
        // Field by field, because the fields of a key can be getters, which a spread does not copy.
        return copyStoredCertificate(original, { key: { kind: original.key.kind, path: original.key.path, access } });
      }),
    },
  };
}
