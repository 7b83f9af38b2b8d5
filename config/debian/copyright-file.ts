import type { ShippedPackage } from '../materials/shipped-packages.ts';

/** Debian's names of licenses, where they are not those of SPDX. */
const DEBIAN_NAMES: Readonly<Record<string, string>> = {
  MIT: 'Expat',
  'BSD-3-Clause': 'BSD-3-clause',
  'GPL-2.0': 'GPL-2',
};

const FULL_GPL = /^.*GNU GENERAL PUBLIC LICENSE[\s\S]*/m;
const GPL_REFERENCE =
  'On Debian systems, the GNU General Public License, version 2, is /usr/share/common-licenses/GPL-2.';

/** A part of the package with one license. */
export interface LicensedPart {
  /** Patterns of the files, relative to the root directory. */
  readonly files: string;
  /** An SPDX expression. */
  readonly license: string;
  readonly licenseText: string;
  readonly comment?: string;
}

const debianName = (license: string): string =>
  license
    .replace(/[()]/g, '')
    .split(' OR ')
    .map((name) => DEBIAN_NAMES[name] ?? name)
    .join(' or ');

/** Returns the holders in the copyright lines of a license text, with their years. */
export function copyrightHolders(licenseText: string): readonly string[] {
  const lines = licenseText.replace(FULL_GPL, '').matchAll(/^\W*Copyright (?!notice|holders)(?:\((?:c)\) )?(.+)$/gim);
  return [...lines].map(([, holder = '']) => holder.trim());
}

/** Returns lines as the continuation of a field: each begins with a space, and `.` is an empty line. */
const continued = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line.trim() === '' ? ' .' : ` ${line.trimEnd()}`))
    .join('\n');

function paragraph({ files, license, licenseText, comment }: LicensedPart): string {
  const [first = 'the authors', ...others] = copyrightHolders(licenseText);
  const text = licenseText.replace(FULL_GPL, GPL_REFERENCE);
  return [
    `Files: ${files}`,
    [`Copyright: ${first}`, ...others.map((holder) => `           ${holder}`)].join('\n'),
    `License: ${debianName(license)}\n${continued(text)}`,
    ...(comment === undefined ? [] : [`Comment:\n${continued(comment)}`]),
  ].join('\n');
}

/** Returns the part of the files that an npm package has. */
export function licensedPackage(program: string, shipped: ShippedPackage, comment?: string): LicensedPart {
  return { ...shipped, files: `${program}/${shipped.path}/*`, ...(comment === undefined ? {} : { comment }) };
}

/**
 * Returns the machine-readable file with the licenses of all parts. A later part overrides an
 * earlier one for the same file.
 * @see https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
 */
export function copyrightFile(parts: readonly LicensedPart[]): string {
  const header = [
    'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/',
    'Upstream-Name: mailcertd',
    'Comment: Generated from the license files of the npm packages in this package.',
  ].join('\n');
  return `${[header, ...parts.map(paragraph)].join('\n\n')}\n`;
}
