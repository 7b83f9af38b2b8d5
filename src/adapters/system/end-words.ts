import type { ProgramEnd } from '../../work/ports/system.ts';

/** How a program ended; `error` is the system's. */
export type Ending =
  | Exclude<ProgramEnd['how'], { readonly kind: 'not-started' }>
  | { readonly kind: 'not-started'; readonly error: NodeJS.ErrnoException };

/** How a program ended, for a person; English. */
export function endWords(ending: Ending): string {
  switch (ending.kind) {
    case 'exited':
      return ending.code === 0 ? 'done' : `exit code ${ending.code}`;
    case 'signalled':
      return `ended by ${ending.signal}`;
    case 'killed':
      return ending.because === 'stop' ? 'called off, and ended' : 'not finished in time, and ended';
    case 'not-started':
      return notStarted(ending.error);
  }
}

/** The kernel says ENOENT of a script whose interpreter is missing, too. */
function notStarted({ code, message, path }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT' && path === 'setpriv') {
    return 'not started, setpriv is needed to drop the capability of the daemon: apt-get install util-linux';
  }
  if (code === 'ENOENT') return 'not started, it or the interpreter in its first line is not there';
  if (code === 'EACCES') return 'not started, permission denied';
  return `not started, ${message}`;
}
