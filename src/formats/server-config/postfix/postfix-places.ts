import type { PostfixService } from './postfix-settings.ts';

const MAX_LINES = 100_000;

/** Where each service stands: `master.cf:12`; where the file could not be read, the command that told of it. */
export function masterPlaces({
  path,
  text,
}: {
  readonly path: string;
  readonly text: string | undefined;
}): (service: Pick<PostfixService, 'name' | 'type'>) => string {
  const lines = new Map<string, number>();
  for (const [at, line] of (text ?? '').split('\n', MAX_LINES).entries()) {
    // A line that begins with a space goes on with the one before.
    const [, name, type] = /^([^\s#]\S*)\s+(\S+)/.exec(line) ?? [];
    if (name !== undefined && type !== undefined) lines.set(`${name}/${type}`, at + 1);
  }
  return ({ name, type }) => {
    const line = lines.get(`${name}/${type}`);
    return line === undefined ? 'postconf -M' : `${path}:${line}`;
  };
}
