import { describe, expect, it } from 'vitest';
import { copyrightFile, licensedPackage } from '../../../config/debian/copyright-file.ts';
import { licenseProblems } from '../../../config/release/license-problems.ts';

const TEXT = 'Copyright (c) 2026 A\n\nPermission is hereby granted.\n\n  No warranty.';
const part = (name: string, license: string, licenseText = TEXT) => ({
  ...{ path: `node_modules/${name}`, name, version: '1.0.0', license, licenseText, dependencies: [] },
});
type Part = ReturnType<typeof part>;
const copyrightOf = (...parts: readonly Part[]): string =>
  copyrightFile(parts.map((each) => licensedPackage('usr/lib/mailcertd', each)));

describe('the licenses of shipped packages', () => {
  it.each(['MIT', 'ISC', '(BSD-3-Clause OR GPL-2.0)', '(MIT AND Apache-2.0)'])('can be %s', (license) => {
    const shipped = part('a', license);
    expect(licenseProblems([shipped], copyrightOf(shipped))).toEqual([]);
  });

  it.each(['GPL-3.0', 'UNLICENSED', 'SEE LICENSE IN LICENSE', '(MIT AND GPL-2.0)', ''])('cannot be "%s"', (license) => {
    const shipped = part('a', license);
    expect(licenseProblems([shipped], copyrightOf(shipped))).toEqual([
      `node_modules/a has the license ${license}, which is not allowed`,
    ]);
  });

  it('may refer to the copy of the GPL that Debian has', () => {
    const shipped = part('a', '(BSD-3-Clause OR GPL-2.0)', `${TEXT}\n\nGNU GENERAL PUBLIC LICENSE\n\nPreamble`);
    expect(licenseProblems([shipped], copyrightOf(shipped))).toEqual([]);
  });

  it('must be in the copyright file, with their complete text', () => {
    const [shipped, other] = [part('a', 'MIT'), part('b', 'MIT')];
    expect(licenseProblems([shipped, other], copyrightOf(shipped))).toEqual([
      'node_modules/b is not in the copyright file',
    ]);
    expect(licenseProblems([part('a', 'MIT', `${TEXT} Except on Sundays.`)], copyrightOf(shipped))).toEqual([
      'the text of the license of node_modules/a is not in the copyright file',
    ]);
  });
});
