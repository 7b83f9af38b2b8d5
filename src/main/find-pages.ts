import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Directory of the package, two levels above the built file and above this source file. */
export const PACKAGE: string = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Returns the `helpLink` of a configuration as it is shown. A URL or an absolute path is unchanged.
 * A relative path becomes absolute if its directory is in the installed package.
 */
export function findPages(helpLink: string, packageDirectory: string = PACKAGE): string {
  if (isAbsolute(helpLink) || /^\w+:/.test(helpLink)) return helpLink;
  const [pageDirectory = ''] = /^(?:[^{}]*\/)?/.exec(helpLink) ?? [];
  return existsSync(packageDirectory + pageDirectory) ? packageDirectory + helpLink : helpLink;
}
