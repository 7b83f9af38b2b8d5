/** A command as it was typed, and its output. */
export interface Transcript {
  readonly argv: readonly string[];
  readonly command: string;
  readonly screen: string;
}

const BLOCK = /^```console\n\$ mailcertd ?(.*)\n([\s\S]*?)^```$/gm;

/**
 * Returns the transcripts in a Markdown page: blocks of `console` that begin with `$ mailcertd`.
 */
export function transcriptsIn(page: string): readonly Transcript[] {
  return [...page.matchAll(BLOCK)].map(([, typed = '', screen = '']) => ({
    argv: [...typed.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? ''),
    command: typed,
    screen,
  }));
}
