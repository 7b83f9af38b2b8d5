/** A package in package-lock.json, by its path; only what is read here. */
export interface LockedPackage {
  /** The name on the registry, if the package is installed under another one. */
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}

/** The content of package-lock.json. The key of mailcertd itself is the empty string. */
export interface PackageLock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/**
 * Returns npm-shrinkwrap.json: a lock file without the packages for development. npm ignores
 * package-lock.json in a package. It installs the versions of npm-shrinkwrap.json if the package is
 * from a registry, and not from a file.
 */
export function shrinkwrap(lock: PackageLock): PackageLock {
  const packages = Object.entries(lock.packages)
    .filter(([, { dev, devOptional }]) => dev !== true && devOptional !== true)
    .map(([path, entry]) => {
      if (path !== '') return [path, entry] as const;
      return [path, Object.fromEntries(Object.entries(entry).filter(([key]) => key !== 'devDependencies'))] as const;
    });
  return { ...lock, packages: Object.fromEntries(packages) };
}
