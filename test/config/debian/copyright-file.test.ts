import { describe, expect, it } from 'vitest';
import { copyrightFile, copyrightHolders } from '../../../config/debian/copyright-file.ts';

describe('the copyright file of Debian', () => {
  it.each([
    ['Copyright (c) 2017 Joshua Wise', ['2017 Joshua Wise']],
    ['(The MIT License)\n\n  Copyright 2014 A\n  Copyright (C) B', ['2014 A', 'B']],
    ['copyright notice and this permission notice appear', []],
    ['COPYRIGHT HOLDERS BE LIABLE', []],
    ['Copyright (c) 2010 A\n\nGNU GENERAL PUBLIC LICENSE\n Copyright (C) 1989 FSF', ['2010 A']],
  ])('finds the holders in %j', (text, holders) => {
    expect(copyrightHolders(text)).toEqual(holders);
  });

  it('names licenses as Debian does, and marks empty lines', () => {
    const part = { files: 'a/*', license: 'MIT', licenseText: 'Copyright A\n\nText', comment: 'One\n\nTwo' };
    expect(copyrightFile([part])).toMatch(
      /\n\nFiles: a\/\*\nCopyright: A\nLicense: Expat\n Copyright A\n \.\n Text\nComment:\n One\n \.\n Two\n$/,
    );
  });

  it('refers to the GPL of Debian instead of repeating it', () => {
    const licenseText = 'Either this\n\nor GNU GENERAL PUBLIC LICENSE\nVersion 2 ...';
    const file = copyrightFile([{ files: 'a/*', license: '(BSD-3-Clause OR GPL-2.0)', licenseText }]);
    expect(file).toContain('License: BSD-3-clause or GPL-2\n Either this\n .\n On Debian systems, ');
    expect(file).not.toContain('Version 2 ...');
  });
});
