import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseListeningSocket } from '../../../src/formats/network/listening-socket.ts';

const REST = '00000000:00000000 00:00000000 00000000     0        0 12345 1 0000000000000000 100 0 0 10 0';

/** Returns a line of the kernel's table for an address. */
function line(hex: string, port: number, state = '0A'): string {
  const remote = '0'.repeat(hex.length);
  return `   0: ${hex}:${port.toString(16).toUpperCase().padStart(4, '0')} ${remote}:0000 ${state} ${REST}`;
}

/** Returns an address as a processor with this byte order shows it. */
function hexOf(bytes: readonly number[], byteOrder: 'LE' | 'BE'): string {
  const words = Array.from({ length: bytes.length / 4 }, (_, at) => bytes.slice(4 * at, 4 * at + 4));
  return words
    .flatMap((word) => (byteOrder === 'LE' ? word.toReversed() : word))
    .map((byte) => byte.toString(16).toUpperCase().padStart(2, '0'))
    .join('');
}

describe('a line of the table of sockets', () => {
  it.each([
    ['00000000', '0.0.0.0'],
    ['0100007F', '127.0.0.1'],
    ['00000000000000000000000000000000', '::'],
    ['00000000000000000000000001000000', '::1'],
    ['B80D0120000000000000000001000000', '2001:db8::1'],
    // An IPv4 address that is bound through IPv6.
    ['0000000000000000FFFF0000010200C0', '192.0.2.1'],
  ])('has the address of %s: %s', (hex, address) => {
    expect(parseListeningSocket(line(hex, 25), 'LE')).toEqual({ address, port: 25, inode: '12345' });
  });

  it('is ignored unless it is about a listening socket', () => {
    const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
    expect(parseListeningSocket(head, 'LE')).toBeUndefined();
    expect(parseListeningSocket(line('00000000', 25, '01'), 'LE')).toBeUndefined();
    expect(parseListeningSocket('', 'LE')).toBeUndefined();
  });

  it('has any address of both families, in the byte order of any processor', () => {
    const bytes = fc.oneof(...[4, 16].map((length) => fc.array(fc.nat(255), { minLength: length, maxLength: length })));
    fc.assert(
      fc.property(
        bytes,
        fc.integer({ min: 1, max: 65_535 }),
        fc.constantFrom('LE', 'BE'),
        (address, port, byteOrder) => {
          const read = parseListeningSocket(line(hexOf(address, byteOrder), port), byteOrder);
          const groups = Array.from(
            { length: 8 },
            (_, at) => (address[2 * at] ?? 0) * 256 + (address[2 * at + 1] ?? 0),
          );
          const isMapped = address.length === 16 && groups.slice(0, 6).join() === '0,0,0,0,0,65535';
          const ipv6 = new URL(`http://[${groups.map((group) => group.toString(16)).join(':')}]`).hostname.slice(1, -1);
          const expected = address.length === 4 || isMapped ? address.slice(-4).join('.') : ipv6;
          expect(read).toEqual({ address: expected, port, inode: '12345' });
        },
      ),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => parseListeningSocket(text, 'LE') === undefined));
  });
});
