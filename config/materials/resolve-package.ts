/**
 * Returns the path of a package that another one loads, as Node does: the nearest node_modules that
 * has it; undefined: there is none.
 * @param importer path of the package that loads it; empty: mailcertd itself
 */
export function resolvePackage(name: string, importer: string, exists: (path: string) => boolean): string | undefined {
  for (let parent = importer; ; parent = parent.replace(/(^|\/)node_modules\/(?:@[^/]+\/)?[^/]+$/, '')) {
    const candidate = parent === '' ? `node_modules/${name}` : `${parent}/node_modules/${name}`;
    if (exists(candidate)) return candidate;
    if (parent === '') return undefined;
  }
}
