import { alterStored } from '../certificate/alter-stored.ts';
import type { KeyBarrier, StoredCertificate } from '../certificate/certificate.ts';
import type { Command, Remedy } from './remedy.ts';
import { inPlaceOf } from './renew-commands.ts';

/** Returns the command that grants access to one account. An ACL entry grants nothing to others. */
function openingOf({ account, path, kind }: KeyBarrier): Command {
  return ['setfacl', '-m', `u:${account}:${kind === 'file' ? 'r' : 'x'}`, path];
}

/** Returns the remedy that lets an account read a private key. */
export function grantKeyAccess(stored: StoredCertificate, account: string): Remedy {
  const { key } = stored;
  const isOwn = (barrier: KeyBarrier): boolean => barrier.account === account;
  return {
    commands: key.access.barriers.filter(isOwn).map(openingOf),
    brings: {
      certificate: inPlaceOf(stored, (closed) => {
        const barriers = closed.key.access.barriers.filter((barrier) => !isOwn(barrier));
        const access = { barriers, isExposed: closed.key.access.isExposed };
        return alterStored(closed, { key: { kind: closed.key.kind, path: closed.key.path, access } });
      }),
    },
  };
}
