import { createHash } from 'node:crypto';
import type { PackageVersion } from '../debian/package-version.ts';
import { resolvePackage } from './resolve-package.ts';
import type { ShippedPackage } from './shipped-packages.ts';

/** The parts of package-lock.json that are read, by the path of the package. */
export type Lock = Readonly<Record<string, { readonly integrity?: string }>>;

/** A package of an SBOM, without the text of its license. */
export type SbomPackage = Omit<ShippedPackage, 'licenseText'>;

/** A program that is compiled into a native module, and is not an npm package. */
export interface CompiledIn {
  /** Path of the npm package with the native module. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

const npmUrl = ({ name, version }: { readonly name: string; readonly version: string }): string =>
  `pkg:npm/${name.replace('@', '%40')}@${version}`;

const licenses = (license: string): unknown =>
  license.includes(' ') ? [{ expression: license }] : [{ license: { id: license } }];

/** Returns the hash of the archive on the npm registry, as package-lock.json has it. */
function hashesOf(integrity: string | undefined): unknown {
  const base64 = integrity?.replace(/^sha512-/, '');
  if (base64 === undefined || base64 === integrity) return undefined;
  return [{ alg: 'SHA-512', content: Buffer.from(base64, 'base64').toString('hex') }];
}

/** Returns a UUID that is the same for the same text. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * Returns the software bill of materials in the format CycloneDX, as JSON: each npm package that is
 * shipped, and what is compiled into the native modules.
 * @param kind the type of the package of mailcertd in its package URL
 * @param direct names of the packages that mailcertd itself loads
 * @see https://cyclonedx.org/docs/1.6/json/
 */
export function sbom(
  kind: 'deb' | 'npm',
  { version, time }: PackageVersion,
  direct: readonly string[],
  shipped: readonly SbomPackage[],
  compiledIn: readonly CompiledIn[],
  lock: Lock,
): string {
  const paths = new Set(shipped.map(({ path }) => path));
  const program = {
    type: 'application',
    'bom-ref': 'mailcertd',
    name: 'mailcertd',
    version,
    licenses: licenses('MIT'),
    purl: `pkg:${kind}/mailcertd@${encodeURIComponent(version)}`,
  };
  const npm = shipped.map((each) => ({
    type: 'library',
    'bom-ref': each.path,
    name: each.name,
    version: each.version,
    hashes: hashesOf(lock[each.path]?.integrity),
    licenses: licenses(each.license),
    purl: npmUrl(each),
  }));
  const native = compiledIn.map(({ path, name, version: compiled, license }) => ({
    type: 'library',
    'bom-ref': `${path}#${name}`,
    name,
    version: compiled,
    licenses: licenses(license),
    purl: `pkg:generic/${name}@${compiled}`,
  }));
  const dependsOn = (names: readonly string[], importer: string): readonly string[] =>
    names.flatMap((name) => resolvePackage(name, importer, (path) => paths.has(path)) ?? []).sort();
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { timestamp: new Date(time * 1000).toISOString(), component: program },
    components: [...npm, ...native],
    dependencies: [
      { ref: 'mailcertd', dependsOn: dependsOn(direct, '') },
      ...shipped.map(({ path, dependencies }) => ({
        ref: path,
        dependsOn: [
          ...dependsOn(dependencies, path),
          ...compiledIn.filter((each) => each.path === path).map(({ name }) => `${path}#${name}`),
        ],
      })),
      ...native.map((each) => ({ ref: each['bom-ref'], dependsOn: [] })),
    ],
  };
  const text = JSON.stringify(document);
  const { bomFormat, specVersion, ...others } = document;
  return `${JSON.stringify({ bomFormat, specVersion, serialNumber: `urn:uuid:${uuidOf(text)}`, ...others }, null, 2)}\n`;
}
