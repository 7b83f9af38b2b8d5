import { describe, expect, it } from 'vitest';
import { sbom } from '../../../config/materials/sbom.ts';
import { sbomProblems } from '../../../config/release/sbom-problems.ts';

const shipped = (path: string, dependencies: readonly string[] = []) => ({
  ...{ path, name: path.replace('node_modules/', ''), version: '1.0.0', license: 'MIT', licenseText: '', dependencies },
});
const BILL = sbom(
  'deb',
  { version: '0.1.0', time: 0 },
  ['a'],
  [shipped('node_modules/a', ['b']), shipped('node_modules/b')],
  [{ path: 'node_modules/b', name: 'sqlite', version: '3.0.0', license: 'blessing' }],
  { 'node_modules/a': { integrity: `sha512-${Buffer.alloc(64).toString('base64')}` } },
);
const SHIPPED = new Map([
  ['node_modules/a', '1.0.0'],
  ['node_modules/b', '1.0.0'],
]);

describe('the bill of materials of a release', () => {
  it('is valid, and lists exactly the shipped packages', () => {
    expect(sbomProblems(BILL, SHIPPED)).toEqual([]);
  });

  it.each([
    ['is not JSON', BILL.slice(1), 'it is not JSON'],
    ['has another format', BILL.replace('"1.6"', '"1.4"'), 'specVersion: '],
    ['has an unknown key', BILL.replace('"version": 1,', '"version": 1, "author": "x",'), 'Unrecognized key'],
    ['has a component without a license', BILL.replace(/"licenses": \[[^\]]*\]/, '"licenses": []'), 'licenses: '],
    ['has a short hash', BILL.replace(/0{128}/, '00'), 'components.0.hashes.0.content: '],
    [
      'names an unlisted component',
      BILL.replace(/("dependsOn": \[\s*)"node_modules\/a"/, '$1"node_modules/c"'),
      'node_modules/c is named',
    ],
    [
      'lists a component twice',
      BILL.replace('"bom-ref": "node_modules/b"', '"bom-ref": "node_modules/a"'),
      'node_modules/a is listed twice',
    ],
  ])('is refused if it %s', (_, text, problem) => {
    expect(sbomProblems(text, SHIPPED).join('\n')).toContain(problem);
  });

  it('is refused if a package is missing, is not shipped, or has another version', () => {
    expect(sbomProblems(BILL, new Map([...SHIPPED, ['node_modules/c', '2.0.0']]))).toEqual([
      'node_modules/c 2.0.0 is shipped, but not listed',
    ]);
    expect(sbomProblems(BILL, new Map([['node_modules/a', '1.0.1']]))).toEqual([
      'node_modules/a is listed as 1.0.0, package-lock.json has 1.0.1',
      'node_modules/b 1.0.0 is listed, but not shipped',
    ]);
  });
});
