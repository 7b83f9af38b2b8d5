import { describe, expect, it } from 'vitest';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import { planRemove } from '../../../src/domain/store-change/plan-remove.ts';
import type { RemoveCommand } from '../../../src/domain/store-change/store-command.ts';
import { DAY } from '../../../src/domain/time.ts';
import { connector, type Described, NOON, store, stored, type World } from '../world.ts';
import { kept, MY, planContext, reasonOf, waiting } from './context.ts';

const order = (label: string, length = 40): RemoveCommand => ({ verb: 'remove', id: label.padEnd(length, '0') });
const MAIL: Described = { dnsNames: ['mail.contoso.com'], notBefore: NOON - 2 * DAY };
const NEWER: Described = { ...MAIL, notBefore: NOON - DAY };
const CONNECTOR = connector('Internet MAIL01', 'mail.contoso.com');

/** Returns the reasons against a removal, and against a forced one. */
function reasons(world: Partial<World>): readonly string[] {
  return [false, true].map((isForced) => reasonOf(planRemove(order('A'), planContext(world, { isForced }))));
}

describe('removing a certificate', () => {
  it('is possible for a superseded one', () => {
    const certificates = [kept('A', MAIL), kept('B', NEWER)];
    expect(planRemove(order('A'), planContext({ certificates, connectors: [CONNECTOR] }))).toEqual({
      kind: 'change',
      change: {
        kind: 'remove',
        removed: certificates[0],
        stablePathSuccessors: [['mail.contoso.com', certificates[1]?.certificate.thumbprint]],
      },
    });
  });

  it('is refused if connectors select it, unless it is forced', () => {
    const certificates = [kept('A', NEWER), kept('B', MAIL)];
    const world = { certificates, connectors: [connector('Other', 'other.contoso.com'), CONNECTOR] };
    expect(planRemove(order('A'), planContext(world))).toEqual({
      kind: 'refused',
      refusal: { reason: 'in-use', stored: certificates[0], connectors: ['Internet MAIL01'] },
    });
    expect(reasons(world)).toEqual(['in-use', 'change']);
  });

  it('is refused where a server names its file', () => {
    const own = kept('A', MAIL);
    const file = own.location.path;
    const certificates = [own, { ...stored('A', { ...MAIL, file }) }, kept('B', NEWER)];
    const connectors = [connector('Dovecot', 'mail.contoso.com', { certificateFiles: [file] })];
    expect(planRemove(order('A'), planContext({ certificates, connectors }))).toMatchObject({
      refusal: { reason: 'in-use', connectors: ['Dovecot'] },
    });
  });

  it('is refused where a server names its stable path, and not for a copy at another path', () => {
    const own = kept('A', MAIL);
    const refusals = [`${MY.path}/live/mail.contoso.com/fullchain.pem`, '/etc/mail/fullchain.pem'].map((file) => {
      const certificates = [own, stored('A', { ...MAIL, file }), kept('B', NEWER)];
      const connectors = [connector('Postfix', 'mail.contoso.com', { certificateFiles: [file] })];
      return planRemove(order('A'), planContext({ certificates, connectors }));
    });
    expect(refusals).toMatchObject([{ refusal: { reason: 'in-use', connectors: ['Postfix'] } }, { kind: 'change' }]);
  });

  it('is refused for the recorded internal transport certificate, unless it is forced', () => {
    const certificates = [kept('A', MAIL), kept('B', NEWER)];
    const internal = { source: 'recorded', thumbprint: 'A'.padEnd(40, '0') } as const;
    expect(reasons({ certificates, internal })).toEqual(['internal-certificate', 'change']);
  });

  it.each<[string, readonly StoredCertificate[], Partial<World>]>([
    ['no other', [], {}],
    ['an expired one', [kept('B', { ...MAIL, notAfter: NOON - 1 })], {}],
    ['one that is not valid yet', [kept('B', { ...MAIL, notBefore: NOON + 1 })], {}],
    ['one without its key', [kept('B', { ...NEWER, key: 'missing' })], {}],
    ['one in the same directory', [inDirectoryOf('A', kept('B', { ...NEWER, isCa: true, key: 'missing' }))], {}],
    [
      'one in a store that no connector searches',
      [stored('B', { ...NEWER, store: 'archive' })],
      { stores: [MY, store('archive', { personal: false })] },
    ],
  ])('is refused for the last one of a name %s, unless it is forced', (_, others, more) => {
    const own = kept('A', MAIL);
    const world = { ...more, certificates: [own, ...others] };
    expect(planRemove(order('A'), planContext(world))).toEqual({
      kind: 'refused',
      refusal: { reason: 'last-for-names', stored: own, names: ['mail.contoso.com'] },
    });
    expect(reasons(world)).toEqual(['last-for-names', 'change']);
  });

  it('names only those of its names that no other has', () => {
    const own = kept('A', { dnsNames: ['mail.contoso.com', 'a.b.contoso.com', 'contoso.com'] });
    const certificates = [own, kept('B', { dnsNames: ['*.contoso.com'] })];
    expect(planRemove(order('A'), planContext({ certificates }))).toMatchObject({
      refusal: { reason: 'last-for-names', names: ['a.b.contoso.com', 'contoso.com'] },
    });
  });

  it('is possible without a key, because it serves no name', () => {
    expect(reasons({ certificates: [kept('A', { ...MAIL, key: 'missing' })] })).toEqual(['change', 'change']);
  });

  it('is refused among others, and in a store that is not written to, even if it is forced', () => {
    const loose = [{ ...kept('A', MAIL), location: { path: `${MY.path}/a.pem`, block: 0, alias: undefined } }];
    expect(reasons({ certificates: loose })).toEqual(['directory-shared', 'directory-shared']);
    const together = [inDirectoryOf('F', kept('A', MAIL)), inDirectoryOf('F', kept('B', NEWER))];
    expect(reasons({ certificates: together })).toEqual(['directory-shared', 'directory-shared']);
    const stores = [MY, store('other')];
    const elsewhere = [stored('A', { ...MAIL, store: 'other' })];
    expect(reasons({ stores, certificates: elsewhere })).toEqual(['store-read-only', 'store-read-only']);
    expect(reasons({})).toEqual(['not-found', 'not-found']);
  });

  it('is possible with issuers next to it', () => {
    const own = kept('A', MAIL);
    const issuer = inDirectoryOf('A', stored('S', { isCa: true, key: 'differs' }));
    expect(reasons({ certificates: [own, issuer, kept('B', NEWER)] })).toEqual(['change', 'change']);
  });
});

describe('removing an issuer', () => {
  const own = kept('A', MAIL);
  const nextToIt = inDirectoryOf('A', stored('S', { isCa: true, key: 'differs' }));
  const inItsFile = { ...nextToIt, location: { ...own.location, block: 1 } };
  const other = inDirectoryOf('A', stored('R', { isCa: true, key: 'missing' }));

  it.each([
    ['in its file', inItsFile],
    ['next to it', nextToIt],
  ])(
    'that is an intermediate of another certificate, %s, is refused with that one, even if it is forced',
    (_, issuer) => {
      const certificates = [other, issuer, own];
      for (const isForced of [false, true]) {
        expect(planRemove(order('S'), planContext({ certificates }, { isForced }))).toEqual({
          kind: 'refused',
          refusal: { reason: 'intermediate-certificate', stored: issuer, leaf: own },
        });
      }
    },
  );

  it('is possible in its own directory, even if it is an intermediate of another certificate', () => {
    const orphan = kept('S', { isCa: true, key: 'missing' });
    expect(planRemove(order('S'), planContext({ certificates: [inItsFile, own, orphan] }))).toMatchObject({
      change: { kind: 'remove', removed: orphan },
    });
  });

  it('without its own directory, in a file of its own, is refused as such', () => {
    const loose = { ...nextToIt, location: { ...nextToIt.location, path: `${MY.path}/root.pem` } };
    const leaf = { ...own, location: { ...own.location, path: `${MY.path}/mail.pem` } };
    expect(planRemove(order('S'), planContext({ certificates: [loose, leaf] }))).toMatchObject({
      refusal: { reason: 'directory-shared', path: `${MY.path}/root.pem` },
    });
  });
});

describe('removing a request', () => {
  it('is possible while its certificate is awaited', () => {
    const requests = [waiting('A'), waiting('B')];
    expect(planRemove(order('B', 64), planContext({ requests }))).toEqual({
      kind: 'change',
      change: { kind: 'remove', removed: requests[1] },
    });
  });

  it('is refused if it does not exist, or is among others', () => {
    expect(reasonOf(planRemove(order('A', 64), planContext({})))).toBe('not-found');
    const loose = [waiting('A', { location: { path: `${MY.path}/a.csr`, block: 0 } })];
    expect(reasonOf(planRemove(order('A', 64), planContext({ requests: loose })))).toBe('directory-shared');
  });
});

/** Returns a certificate in the directory of another one. */
function inDirectoryOf(label: string, moved: StoredCertificate): StoredCertificate {
  const path = `${MY.path}/${label.padEnd(40, '0')}/${moved.certificate.thumbprint}.pem`;
  return { ...moved, location: { ...moved.location, path } };
}
