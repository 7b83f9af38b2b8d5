import { describe, expect, it } from 'vitest';
import { stablePathSuccessors } from '../../../src/domain/store-change/stable-path-successors.ts';
import { DAY } from '../../../src/domain/time.ts';
import { type Described, NOON, stored } from '../world.ts';
import { kept, MY } from './context.ts';

const MAIL: Described = { dnsNames: ['mail.contoso.com', 'autodiscover.contoso.com'], notBefore: NOON - 9 * DAY };
const removed = kept('A', MAIL);

const successors = (...others: Parameters<typeof stablePathSuccessors>[1]): object =>
  Object.fromEntries(stablePathSuccessors(removed, [removed, ...others], MY.path, NOON));

describe('the certificate that gets the stable path of a removed one', () => {
  const older = kept('B', { ...MAIL, notBefore: NOON - 8 * DAY });
  const newer = kept('C', { dnsNames: ['mail.contoso.com'], notBefore: NOON - DAY });

  it('is the newest with the name, name by name', () => {
    const both = {
      'mail.contoso.com': newer.certificate.thumbprint,
      'autodiscover.contoso.com': older.certificate.thumbprint,
    };
    expect(successors(older, newer)).toEqual(both);
    expect(successors(newer, older)).toEqual(both);
  });

  it('is an expired one only if there is no other', () => {
    const expired = kept('D', { ...MAIL, notBefore: NOON - DAY, notAfter: NOON - 1 });
    expect(successors(expired, older)).toMatchObject({ 'mail.contoso.com': older.certificate.thumbprint });
    expect(successors(expired)).toMatchObject({ 'mail.contoso.com': expired.certificate.thumbprint });
  });

  it('is none without a key, or in a directory that no command made', () => {
    const loose = stored('E', MAIL);
    expect(
      successors(kept('D', { ...MAIL, key: 'missing' }), loose, kept('F', { dnsNames: ['x.contoso.com'] })),
    ).toEqual({});
  });
});
