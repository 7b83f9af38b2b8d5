import { posix } from 'node:path';

/** Name of a manual page with its section, for example `mailcertd.yaml(5)`. */
export type ManualName = `${string}(${1 | 5 | 7})`;

/**
 * Returns the manual page that contains a page of docs/; undefined: no manual page does.
 * @param page relative to the repository, for example `docs/commands/run.md`
 */
export function manualOf(page: string): ManualName | undefined {
  const name = posix.basename(page, '.md');
  if (page === 'docs/configuration.md') return 'mailcertd.yaml(5)';
  switch (posix.dirname(page)) {
    case 'docs/commands':
      return name === 'README' ? 'mailcertd(1)' : `mailcertd-${name}(1)`;
    case 'docs/events':
    case 'docs/ja/events':
      return 'mailcertd-events(7)';
    default:
      return undefined;
  }
}
