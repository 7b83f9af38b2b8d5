import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the package, two above the built file and these sources alike. */
const PACKAGE: string = fileURLToPath(new URL('../../', import.meta.url));

/**
 * `helpLink` of a configuration as texts are made with it: an address, or a full path, as it is; a path within the package from
 * where that is installed, if it has the folder.
 */
export function findPages(helpLink: string, folder: string = PACKAGE): string {
  if (isAbsolute(helpLink) || /^\w+:/.test(helpLink)) return helpLink;
  const [directory = ''] = /^(?:[^{}]*\/)?/.exec(helpLink) ?? [];
  return existsSync(folder + directory) ? folder + helpLink : helpLink;
}
