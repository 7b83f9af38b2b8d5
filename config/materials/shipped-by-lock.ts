import { resolvePackage } from './resolve-package.ts';

/** The parts of package-lock.json that are read, by the path of the package. */
export type LockedPackages = Readonly<Record<string, LockedPackage>>;

interface LockedPackage {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Packages that only download or compile native code during an installation. */
const INSTALL_ONLY: ReadonlySet<string> = new Set(['prebuild-install', 'node-addon-api']);
/** The package with the native module for Node 20. */
const NODE_20_ONLY = 'better-sqlite3';

/**
 * Returns the packages that are shipped according to package-lock.json, with their versions, by
 * path and in the order of the paths.
 * @param hasNode20 whether the package contains the native module for Node 20
 */
export function shippedByLock(lock: LockedPackages, hasNode20: boolean): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const collect = (importer: string): void => {
    const { dependencies = {}, optionalDependencies = {} } = lock[importer] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      if (name.startsWith('@types/') || INSTALL_ONLY.has(name) || (name === NODE_20_ONLY && !hasNode20)) continue;
      const path = resolvePackage(name, importer, (candidate) => candidate in lock);
      if (path === undefined || found.has(path)) continue;
      found.set(path, lock[path]?.version ?? '');
      collect(path);
    }
  };
  collect('');
  return new Map([...found].sort(([first], [second]) => (first < second ? -1 : 1)));
}
