import { describe, expect, it } from 'vitest';
import { addressesInHosts } from '../../../src/formats/network/hosts-file.ts';

const HOSTS = `
127.0.0.1\tlocalhost
  192.0.2.1   mx.contoso.com mx   # mx.fabrikam.com
#192.0.2.2 mx.contoso.com
2001:db8::1 MX.contoso.com\r
192.0.2.1 mx.contoso.com
192.0.2.3
mx.contoso.com
`;

describe('a hosts file', () => {
  it.each([
    ['mx.contoso.com', ['192.0.2.1', '2001:db8::1']],
    ['MX', ['192.0.2.1']],
    ['localhost', ['127.0.0.1']],
    ['mx.fabrikam.com', []],
    ['contoso.com', []],
    ['192.0.2.3', []],
    ['', []],
  ])('has for %j %j', (name, addresses) => {
    expect(addressesInHosts(HOSTS, name)).toEqual(addresses);
  });
});
