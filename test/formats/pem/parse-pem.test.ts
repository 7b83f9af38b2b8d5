import { describe, expect, it } from 'vitest';
import { parsePem } from '../../../src/formats/pem/parse-pem.ts';

const pem = (text: string): readonly (readonly [string, number, string])[] =>
  [...parsePem(Buffer.from(text, 'latin1'))].map(({ label, offset, contents }) => [
    label,
    offset,
    contents.kind === 'decoded' ? contents.der.toString('latin1') : contents.kind === 'problem' ? contents.reason : '',
  ]);

const A = '-----BEGIN A-----\nYWFh\n-----END A-----\n';
const B = '-----BEGIN B-----\nYmJi\n-----END B-----\n';

describe('PEM blocks', () => {
  it.each<[string, string, readonly (readonly [string, number, string])[]]>([
    ['one', A, [['A', 0, 'aaa']]],
    [
      'two',
      A + B,
      [
        ['A', 0, 'aaa'],
        ['B', A.length, 'bbb'],
      ],
    ],
    ['none', 'nothing here\n', []],
    ['an empty file', '', []],
    [
      'CRLF',
      A.replaceAll('\n', '\r\n') + B,
      [
        ['A', 0, 'aaa'],
        ['B', A.length + 3, 'bbb'],
      ],
    ],
    [
      'only CR',
      A.replaceAll('\n', '\r') + B,
      [
        ['A', 0, 'aaa'],
        ['B', A.length, 'bbb'],
      ],
    ],
    ['a byte order mark', `\u00ef\u00bb\u00bf${A}`, [['A', 3, 'aaa']]],
    [
      'text around',
      `subject=CN=a\n${A}between\n${B}after`,
      [
        ['A', 13, 'aaa'],
        ['B', 13 + A.length + 8, 'bbb'],
      ],
    ],
    ['no line end at the end', A.trimEnd(), [['A', 0, 'aaa']]],
    ['blanks after the lines', '-----BEGIN A-----  \nYWFh \t\n-----END A----- \n', [['A', 0, 'aaa']]],
    ['blank lines within', '-----BEGIN A-----\n\nYW\n\nFh\n\n-----END A-----\n', [['A', 0, 'aaa']]],
    [
      'one long line',
      `-----BEGIN A-----\n${'YWFh'.repeat(50_000)}\n-----END A-----\n`,
      [['A', 0, 'aaa'.repeat(50_000)]],
    ],
    ['a character a line', '-----BEGIN A-----\nY\nW\nF\nh\n-----END A-----\n', [['A', 0, 'aaa']]],
    ['headers', '-----BEGIN A-----\nX-Note: a\n b\n\nYWFh\n-----END A-----\n', [['A', 0, 'aaa']]],
    ['an empty one', '-----BEGIN A-----\n-----END A-----\n', [['A', 0, '']]],
    ['an empty label', '-----BEGIN -----\nYWFh\n-----END -----\n', [['', 0, 'aaa']]],
    ['a label with a hyphen', A.replaceAll(' A', ' A-B C'), [['A-B C', 0, 'aaa']]],
  ])('%s', (_, text, blocks) => {
    expect(pem(text)).toEqual(blocks);
  });

  it.each([
    ['in the middle of a line', `see ${A}`],
    ['without its dashes', '-----BEGIN A\nYWFh\n-----END A-----\n'],
    ['with a label beyond all use', A.replaceAll(' A', ` ${'A'.repeat(65)}`)],
  ])('do not begin with a BEGIN %s, and the next one is read', (_, text) => {
    expect(pem(text + B)).toEqual([['B', text.length, 'bbb']]);
  });

  it('of private keys are not decoded, and have a mark if their headers call them encrypted', () => {
    const headers = 'Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n';
    const key = A.replaceAll(' A', ' EC PRIVATE KEY');
    const found = (text: string): readonly unknown[] =>
      [...parsePem(Buffer.from(`${key.replace('YWFh', `${text}YWFh`)}${B}${key}`))].map(({ contents }) =>
        contents.kind === 'private-key' ? contents.isEncrypted : contents.kind,
      );
    expect(found(headers)).toEqual([true, 'decoded', false]);
    expect(found(headers.replaceAll('\n', '\r\n'))).toEqual([true, 'decoded', false]);
    expect(found('Proc-Type: 4,MIC-CLEAR\n\n')).toEqual([false, 'decoded', false]);
    expect(found('Proc-Type: 4,MIC-CLEAR\nX-Note: ENCRYPTED\n\n')).toEqual([false, 'decoded', false]);
    expect(found('')).toEqual([false, 'decoded', false]);
  });

  it('end after their END line, before its line end', () => {
    const text = Buffer.from(`${A}text\n${B}`);
    expect([...parsePem(text)].map(({ offset, end }) => text.toString('latin1', offset, end))).toEqual([
      A.trimEnd(),
      B.trimEnd(),
    ]);
  });
});

describe('a damaged block', () => {
  it.each([
    ['without END', '-----BEGIN A-----\nYWFh\n', 'pem_unterminated'],
    ['that ends with its BEGIN line', '-----BEGIN A-----\n', 'pem_unterminated'],
    ['with another label in END', '-----BEGIN A-----\nYWFh\n-----END C-----\n', 'pem_unterminated'],
    ['with a longer label in END', '-----BEGIN A-----\nYWFh\n-----END AA-----\n', 'pem_unterminated'],
    ['with END in the middle of a line', '-----BEGIN A-----\nYWFh-----END A-----\n', 'pem_unterminated'],
    ['with END broken off', '-----BEGIN A-----\nYWFh\n-----END A--\n', 'pem_unterminated'],
    ['with text after END', '-----BEGIN A-----\nYWFh\n-----END A-----x\n', 'pem_unterminated'],
    ['glued to the next', A.trimEnd(), 'pem_unterminated'],
    ['with a foreign character', '-----BEGIN A-----\nYW*h\n-----END A-----\n', 'pem_bad_base64'],
    ['with a character lost', '-----BEGIN A-----\nYWF\n-----END A-----\n', 'pem_bad_base64'],
    ['on one line', '-----BEGIN A-----YWFh\n-----END A-----\n', 'pem_bad_base64'],
    ['with headers that no blank line ends', '-----BEGIN A-----\nX-Note: a\nYWFh\n-----END A-----\n', 'pem_bad_base64'],
  ])('%s leaves the other blocks readable', (_, text, reason) => {
    expect(pem(B + text + B)).toEqual([
      ['B', 0, 'bbb'],
      ['A', B.length, reason],
      ['B', B.length + text.length, 'bbb'],
    ]);
  });

  it('larger than any certificate is not decoded', () => {
    const large = A.replace('YWFh', 'YWFh'.repeat(0x40_0001));
    expect(pem(large + B)).toEqual([
      ['A', 0, 'too_large'],
      ['B', large.length, 'bbb'],
    ]);
  });
});

describe('a file of some megabytes', () => {
  it.each([
    ['BEGINs without END', '-----BEGIN A-----\n'],
    ['BEGINs without a label', '-----BEGIN \n'],
    ['BEGINs in the middle of a line', 'x-----BEGIN A-----'],
    ['ENDs without BEGIN', '-----END A-----\n'],
    ['glued blocks', '-----BEGIN A-----\rYWFh\r-----END A-----'],
    ['blocks with another END', '-----BEGIN A-----\nYWFh\n-----END B-----\n'],
    ['headers', '-----BEGIN A-----\na: b\n-----END A-----\n'],
    ['dashes', '-----'],
    ['carriage returns', '\r'],
    ['private keys', '-----BEGIN PRIVATE KEY-----\nYWFh\n-----END PRIVATE KEY-----\n'],
    ['private keys without END', '-----BEGIN PRIVATE KEY-----\n'],
    ['ENDs of private keys', 'PRIVATE KEY-----'],
  ])('of %s takes linear time', (_, unit) => {
    const start = performance.now();
    [...parsePem(Buffer.from(unit.repeat(Math.ceil(3_000_000 / unit.length)), 'latin1'))];
    // Quadratic time would be minutes.
    expect(performance.now() - start).toBeLessThan(15_000);
  });
});
