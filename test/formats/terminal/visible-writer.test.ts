import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visible } from '../../../src/formats/terminal/visible.ts';
import { VisibleWriter } from '../../../src/formats/terminal/visible-writer.ts';

const written = (out: VisibleWriter): string => Buffer.from(out.written).toString();

describe('written text', () => {
  it('is the printable form of each text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 60 }), { maxLength: 20 }), (texts) => {
        const out = new VisibleWriter(16);
        for (const text of texts) out.writeText(text);
        expect(written(out)).toBe(texts.map(visible).join(''));
      }),
    );
  });

  it('is the same for text in bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(60), (content, from) => {
        const bytes = Buffer.from(content);
        const start = Math.min(from, bytes.length);
        const out = new VisibleWriter(16);
        out.writeLatin1(bytes, start, bytes.length);
        expect(written(out)).toBe(visible(bytes.toString('latin1', start)));
      }),
    );
  });

  it('has hex in upper case', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (content) => {
        const out = new VisibleWriter(1);
        out.writeHex(Buffer.from(content), 0, content.length);
        expect(written(out)).toBe(Buffer.from(content).toString('hex').toUpperCase());
      }),
    );
  });

  it('has two digits for every number below a hundred', () => {
    const numbers = Array.from({ length: 100 }, (_, number) => number);
    const out = new VisibleWriter(1);
    for (const number of numbers) out.writeTwoDigits(number);
    expect(written(out)).toBe(numbers.map((number) => String(number).padStart(2, '0')).join(''));
  });

  it('is empty after a reset', () => {
    const out = new VisibleWriter(64);
    out.writeText('mail');
    out.writeByte(0x09);
    expect(out.length).toBe(5);
    expect(written(out)).toBe('mail\t');
    out.clear();
    expect(out.length).toBe(0);
    out.writeText('imap.contoso.com');
    expect(written(out)).toBe('imap.contoso.com');
  });

  it('has characters beyond ASCII as UTF-8, however many bytes they take', () => {
    const out = new VisibleWriter(4);
    out.writeText('証明書 😀');
    expect(written(out)).toBe('証明書 😀');
  });
});
