import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Outcome } from '../../work/ports/outputs.ts';
import { basicLogin } from './http/basic-login.ts';
import { bearerToken } from './http/bearer-token.ts';
import { endpointUrl, type Protection } from './http/endpoint-url.ts';
import { webhookKeys } from './http/webhook-keys.ts';

/** What names a file of a secret, and so what has to stand in it. */
type Key = 'urlFile' | 'secretFile' | 'tokenFile' | 'passwordFile';

const STRICT: Protection = { allowUnverified: false, proxy: undefined };

/** A file that a secret is read from. */
interface SecretFile {
  readonly key: Key;
  readonly path: string;
  /** Only for `urlFile`. */
  readonly protection?: Protection;
}

/** As an attempt reads it. */
async function readAs({ key, path, protection = STRICT }: SecretFile): Promise<{ readonly outcome: Outcome } | object> {
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
 * What an attempt will find wrong with a file that a secret is read from, never what stands there. undefined: nothing, or this
 * process may not read it: who tells may be another account, and what systemd hands over is there for the daemon alone.
 */
export async function secretError(file: SecretFile): Promise<string | undefined> {
  try {
    // What access(2) says is meant for another account than the one that opens.
    await (await open(file.path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY)).close();
  } catch {
    return undefined;
  }
  const read = await readAs(file);
  return 'outcome' in read ? read.outcome.detail : undefined;
}
