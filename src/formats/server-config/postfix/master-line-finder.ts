import type { PostfixService } from './postfix-settings.ts';

const MAX_LINES = 100_000;

/** The file master.cf. */
export interface MasterFile {
  readonly path: string;
  /** The contents; undefined if the file could not be read. */
  readonly text: string | undefined;
}

/** Returns the position of a service, for example `/etc/postfix/master.cf:12`. */
export type MasterLineFinder = (service: Pick<PostfixService, 'name' | 'type'>) => string;

/**
 * Returns a function that finds the line of a service. For a service without a known line, the
 * function returns the command that printed the service.
 */
export function masterLineFinder({ path, text }: MasterFile): MasterLineFinder {
  const lines = new Map<string, number>();
  for (const [index, line] of (text ?? '').split('\n', MAX_LINES).entries()) {
    // A line that begins with a space continues the previous line.
    const [, name, type] = /^([^\s#]\S*)\s+(\S+)/.exec(line) ?? [];
    if (name !== undefined && type !== undefined) lines.set(`${name}/${type}`, index + 1);
  }
  return ({ name, type }) => {
    const line = lines.get(`${name}/${type}`);
    return line === undefined ? 'postconf -M' : `${path}:${line}`;
  };
}
