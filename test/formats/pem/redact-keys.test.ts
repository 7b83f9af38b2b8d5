import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactKeys } from '../../../src/formats/pem/redact-keys.ts';

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nYWFhYQ==\n-----END CERTIFICATE-----\n';
const key = (label: string, body: string): string => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;

describe('the redacted text of a PEM file', () => {
  it.each(['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY', 'OPENSSH PRIVATE KEY', 'ENCRYPTED PRIVATE KEY'])(
    'has nothing of a %s, and everything around it',
    (label) => {
      const text = `a word\n${CERTIFICATE}${key(label, 'c2Vj\r\ncmV0')}${CERTIFICATE}`;
      expect(redactKeys(Buffer.from(text))).toBe(text.replace('c2Vj\r\ncmV0', 'xxxx\r\nxxxx'));
    },
  );

  it('has nothing of a truncated key', () => {
    expect(redactKeys(Buffer.from('-----BEGIN PRIVATE KEY-----\nc2Vj'))).toBe('-----BEGIN PRIVATE KEY-----\nxxxx');
  });

  it('has its lines, its blanks and its dashes unchanged, for any bytes', () => {
    const piece = fc.constantFrom(
      'PRIVATE KEY-----',
      '-----BEGIN ',
      '-----END ',
      '-----',
      '-',
      '\n',
      '\r',
      ' ',
      '\u00a0',
      'aB+/=',
    );
    const bytes = fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 3 }));
    const shape = (text: string): readonly string[] =>
      [...text].map((each) => (each.trim() === '' || each === '-' ? each : ''));
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 30 }), (pieces) => {
        const text = Buffer.from(pieces.join(''), 'latin1').toString('latin1');
        expect(shape(redactKeys(Buffer.from(text, 'latin1')))).toEqual(shape(text));
      }),
    );
  });
});
