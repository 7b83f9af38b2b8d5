import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROBE_PROTOCOLS, probeUrl } from '../../../src/domain/connector/probe-target.ts';
import { parseProbeUrl } from '../../../src/formats/network/probe-url.ts';

/** Returns the parsed URL with its port, or the error. */
function read(text: string): string {
  const parsed = parseProbeUrl(text);
  return parsed.kind === 'parsed' ? probeUrl(parsed.server) : parsed.error;
}

describe('the URL of a server', () => {
  it.each([
    ['smtp://mx.example.com:25', 'smtp://mx.example.com:25'],
    ['SMTP://MX.Example.COM.', 'smtp://mx.example.com:25'],
    ['lmtp://localhost', 'lmtp://localhost:24'],
    ['sieve://a.example', 'sieve://a.example:4190'],
    ['imap://a.example/', 'imap://a.example:143'],
    ['pop3://a_b.example', 'pop3://a_b.example:110'],
    ['smtps://a.example', 'smtps://a.example:465'],
    ['imaps://192.0.2.1', 'imaps://192.0.2.1:993'],
    ['pop3s://a.example:', 'pop3s://a.example:995'],
    ['tls://a.example:8443', 'tls://a.example:8443'],
    ['smtp://[::1]', 'smtp://[::1]:25'],
    ['smtp://[2001:DB8:0::0:1]:2525', 'smtp://[2001:db8::1]:2525'],
    ['smtp://[::ffff:192.0.2.1]', 'smtp://[::ffff:c000:201]:25'],
    ['smtp://bücher.example', 'smtp://xn--bcher-kva.example:25'],
    ['smtp://a.example:00025', 'smtp://a.example:25'],
    ['smtp://a.example:65535', 'smtp://a.example:65535'],
  ])('%s is %s', (text, url) => {
    expect(read(text)).toBe(url);
  });

  it.each([
    ['', 'form'],
    ['mx.example.com', 'form'],
    ['mx.example.com:25', 'form'],
    ['smtp:mx.example.com', 'form'],
    [' smtp://a.example', 'form'],
    [`smtp://${'a.'.repeat(600)}b`, 'form'],
    ['https://a.example', 'protocol'],
    ['constructor://a.example', 'protocol'],
    ['smtp://me:secret@a.example', 'user'],
    ['smtp://', 'host'],
    ['smtp://:25', 'host'],
    ['smtp://a b', 'host'],
    ['smtp://a.example\n', 'host'],
    ['smtp://a.example\u001b[31m', 'host'],
    ['smtp://a\u0000.example', 'host'],
    ['smtp://a%41.example', 'host'],
    ['smtp://*.example', 'host'],
    ['smtp://a..example', 'host'],
    ['smtp://-a.example', 'host'],
    ['smtp://127.1', 'host'],
    ['smtp://0x7f.0.0.1', 'host'],
    ['smtp://010.0.0.1', 'host'],
    ['smtp://192.0.2.256', 'host'],
    ['smtp://contoso.1', 'host'],
    ['smtp://１９２.0.2.1', 'host'],
    ['smtp://::1', 'host'],
    ['smtp://[::1', 'host'],
    ['smtp://[fe80::1%eth0]', 'host'],
    ['smtp://[a.example]', 'host'],
    ['tls://a.example', 'port-missing'],
    ['tls://a.example:', 'port-missing'],
    ['smtp://a.example:0', 'port'],
    ['smtp://a.example:65536', 'port'],
    ['smtp://a.example:-1', 'port'],
    ['smtp://a.example:25:25', 'port'],
    ['smtp://a.example:25\n', 'port'],
    ['smtp://a.example:0x19', 'port'],
    ['smtp://a.example:٢٥', 'port'],
    ['smtp://a.example:25/inbox', 'more'],
    ['smtp://a.example?x', 'more'],
    ['smtp://a.example/\n', 'more'],
  ])('%j is refused: %s', (text, error) => {
    expect(read(text)).toBe(error);
  });

  it('is parsed or refused, for any content, and its printed form is parsed to the same value', () => {
    const part = fc.oneof(
      fc.constantFrom(...PROBE_PROTOCOLS, '://', ':', '[', ']', '::1', '/', '@', '%', '.', '25', 'a.example', 'ü'),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const first = read(parts.join(''));
        if (first.includes('://')) expect(read(first)).toBe(first);
        expect(first).toMatch(/^[a-z0-9-]+(?::\/\/(?:\[[0-9a-f:]+\]|[a-z0-9._-]+):\d+)?$/);
      }),
      { numRuns: 3000 },
    );
  });
});
