import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Failure } from '../../../domain/failure/failure.ts';
import type { UnusableSecret } from '../read-secret.ts';
import { basicLogin } from './basic-login.ts';
import { bearerToken } from './bearer-token.ts';
import { endpointUrl, type Protection } from './endpoint-url.ts';
import { webhookKeys } from './webhook-keys.ts';

/** The configuration keys of secret files. The key determines the expected content. */
type Key = 'urlFile' | 'secretFile' | 'tokenFile' | 'passwordFile';

/** Without the consent of a notifier, a secret URL must be encrypted. */
const STRICT: Protection = { allowUnverified: false, proxy: undefined };

/** A secret file of a notifier, and its configuration key. */
interface SecretFile {
  readonly key: Key;
  readonly path: string;
  /** Only for `urlFile`. */
  readonly protection?: Protection;
}

/** Reads the file as a delivery attempt does. */
async function readAs({ key, path, protection = STRICT }: SecretFile): Promise<UnusableSecret | object> {
  switch (key) {
    case 'urlFile':
      return endpointUrl({ urlFile: path }, protection);
    case 'tokenFile':
      return bearerToken(path);
    case 'passwordFile':
      return basicLogin('', path);
    case 'secretFile': {
      const read = await webhookKeys(path);
      if ('keys' in read) for (const key of read.keys) key.fill(0);
      return read;
    }
  }
}

/**
 * Returns the error that an attempt will find in a secret file, without the content of the file.
 * Returns undefined if there is none, or if this process cannot read the file: a command may run as
 * another account than the daemon, and only the daemon can read systemd credentials.
 */
export async function secretError(file: SecretFile): Promise<Failure | undefined> {
  try {
    // Not access(2), which checks the real user ID instead of the effective one.
    await (await open(file.path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY)).close();
  } catch {
    return undefined;
  }
  const read = await readAs(file);
  return 'outcome' in read ? read.outcome.failure : undefined;
}
