import { describe, expect, it } from 'vitest';
import { renderListenAddress } from '../../../src/domain/http/listen-address.ts';
import { parseListenAddress } from '../../../src/formats/network/listen-address.ts';

describe('an address to listen on', () => {
  it.each([
    ['127.0.0.1:12014', { kind: 'tcp', host: '127.0.0.1', port: 12014 }],
    ['0.0.0.0:0', { kind: 'tcp', host: '0.0.0.0', port: 0 }],
    ['[::1]:65535', { kind: 'tcp', host: '::1', port: 65_535 }],
    ['[2001:DB8:0:0::1]:443', { kind: 'tcp', host: '2001:db8::1', port: 443 }],
    ['/run/mailcertd/api.sock', { kind: 'unix', path: '/run/mailcertd/api.sock' }],
    [`/${'x'.repeat(106)}`, { kind: 'unix', path: `/${'x'.repeat(106)}` }],
  ])('is %s', (text, address) => {
    expect(parseListenAddress(text)).toEqual(address);
  });

  it.each([
    'localhost:12014',
    '127.0.0.1',
    '12014',
    ':12014',
    '::1:12014',
    '[::1]',
    '127.0.0.1:65536',
    '127.0.0.1:-1',
    '127.0.0.1:12014/',
    '127.1:80',
    '0127.0.0.1:80',
    '256.0.0.1:80',
    '[::g]:80',
    'api.sock',
    '',
  ])('is not %j', (text) => {
    expect(parseListenAddress(text)).toBe('form');
  });

  it('has a path that the system can bind', () => {
    expect(parseListenAddress(`/${'x'.repeat(107)}`)).toBe('long');
    expect(parseListenAddress(`/${'鍵'.repeat(36)}`)).toBe('long');
  });

  it.each(['127.0.0.1:12014', '[::1]:12014', '/run/mailcertd/api.sock'])('is written as %s again', (text) => {
    const address = parseListenAddress(text);
    expect(typeof address === 'object' && renderListenAddress(address)).toBe(text);
  });
});
