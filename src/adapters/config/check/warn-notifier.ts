import { type ConfidentialPart, confidentialParts } from '../../../formats/network/confidential-parts.ts';
import { quote } from '../quote.ts';
import type { Keys } from '../schema/keys.ts';
import type { PathError } from '../schema/path-error.ts';
import { unverifiedSecret } from './unverified-secret.ts';

/** Returns warnings about a valid item of `notifiers`, as written in the file. */
export function warnNotifier(index: number, item: Keys): readonly PathError[] {
  return [
    ...unverifiedSecretWarnings(index, item),
    ...(item['type'] === 'exec' ? relativeProgramWarnings(index, item['command']) : []),
    ...secretUrlWarnings(index, item),
  ];
}

/**
 * Reports a program without a path. Notifiers do not search PATH, unlike `reload`: mailcertd must
 * check that only trusted users can change the file of the program.
 */
function relativeProgramWarnings(index: number, command: unknown): readonly PathError[] {
  const program: unknown = Array.isArray(command) ? command[0] : undefined;
  if (typeof program !== 'string' || program === '' || program.includes('/')) return [];
  const message = `${quote(program)} is not searched in PATH, but in the directory of the configuration; write its absolute path, or ${quote(`./${program}`)}`;
  return [{ path: ['notifiers', index, 'command', 0], pointsAt: 'value', message }];
}

/**
 * Reports a secret that is sent to a remote server that is not verified, because the item has
 * `allowUnverified: true`.
 */
function unverifiedSecretWarnings(index: number, item: Keys): readonly PathError[] {
  const unverified = item['allowUnverified'] === true ? unverifiedSecret(item) : undefined;
  if (unverified === undefined) return [];
  const message = `${unverified.key} is sent to a server that is not verified, because allowUnverified is true`;
  return [{ path: ['notifiers', index, 'allowUnverified'], pointsAt: 'value', message }];
}

/** Reports a URL that is or contains a secret, because `config show` and messages print it. */
function secretUrlWarnings(index: number, { type, url }: Keys): readonly PathError[] {
  // An Alertmanager has separate keys for its login, and no `urlFile`.
  if (typeof url !== 'string' || type === 'exec' || type === 'alertmanager') return [];
  return confidentialParts(url).map((part) => ({
    path: ['notifiers', index, 'url'],
    pointsAt: 'value',
    message: `${describeConfidentialPart(part)}; put the URL in a file readable only by mailcertd, and use urlFile instead of url`,
  }));
}

function describeConfidentialPart(part: ConfidentialPart): string {
  switch (part.kind) {
    case 'path-at-service':
      return `the path of a URL at ${part.service} is a secret`;
    case 'path':
      return 'the path of the URL looks like a secret';
    case 'parameter':
      return `the value of ${quote(`${part.name}=`)} looks like a secret`;
  }
}
