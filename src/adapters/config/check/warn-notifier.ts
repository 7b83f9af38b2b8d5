import { type ConfidentialPart, confidentialParts } from '../../../formats/network/confidential-parts.ts';
import { quote } from '../quote.ts';
import type { PathError } from '../schema/path-error.ts';
import { unverifiedSecret } from './unverified-secret.ts';

/**
 * Reports a program without a path. `reload` searches PATH; a notifier does not, because mailcertd
 * must check that only trusted users can change its file.
 */
function withoutPath(index: number, command: unknown): readonly PathError[] {
  const program: unknown = Array.isArray(command) ? command[0] : undefined;
  if (typeof program !== 'string' || program === '' || program.includes('/')) return [];
  const message = `${quote(program)} is not searched in PATH, but in the directory of the configuration; write its absolute path, or ${quote(`./${program}`)}`;
  return [{ path: ['notifiers', index, 'command', 0], marks: 'value', message }];
}

/**
 * Returns the warning about a secret that is sent to a remote server that is not verified because
 * the item allows that.
 */
function allowedUnverified(index: number, item: Readonly<Record<string, unknown>>): readonly PathError[] {
  const found = item['allowUnverified'] === true ? unverifiedSecret(item) : undefined;
  if (found === undefined) return [];
  const message = `${found.key} is sent to a server that is not verified, because allowUnverified is true`;
  return [{ path: ['notifiers', index, 'allowUnverified'], marks: 'value', message }];
}

/** Returns warnings about a valid item of `notifiers`, as written in the file. */
export function warnNotifier(index: number, item: Readonly<Record<string, unknown>>): readonly PathError[] {
  return [...allowedUnverified(index, item), ...wordedOtherwise(index, item)];
}

function wordedOtherwise(
  index: number,
  { type, url, command }: Readonly<Record<string, unknown>>,
): readonly PathError[] {
  if (type === 'exec') return withoutPath(index, command);
  // An Alertmanager has separate keys for its login, and no `urlFile`.
  if (typeof url !== 'string' || type === 'alertmanager') return [];
  return confidentialParts(url).map((part) => ({
    path: ['notifiers', index, 'url'],
    marks: 'value',
    message: `${words(part)}; put the URL in a file readable only by mailcertd, and use urlFile instead of url`,
  }));
}

function words(part: ConfidentialPart): string {
  switch (part.kind) {
    case 'path-at-service':
      return `the path of a URL at ${part.service} is a secret`;
    case 'path':
      return 'the path of the URL looks like a secret';
    case 'parameter':
      return `the value of ${quote(`${part.name}=`)} looks like a secret`;
  }
}
