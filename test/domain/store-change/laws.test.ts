import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Service } from '../../../src/domain/certificate/certificate.ts';
import { exclusiveDirectoryOf } from '../../../src/domain/connector/exclusive-directory.ts';
import { currentOrLastKnown } from '../../../src/domain/scan-result.ts';
import { parseRequestedNames } from '../../../src/domain/store-change/parse-requested-names.ts';
import { planEnable } from '../../../src/domain/store-change/plan-enable.ts';
import { planRemove } from '../../../src/domain/store-change/plan-remove.ts';
import { planRenew } from '../../../src/domain/store-change/plan-renew.ts';
import { CALM, connector, Life, NOON, stored } from '../world.ts';
import { kept, MY, planContext, waiting } from './context.ts';

const services = fc.subarray<Service>(['IMAP', 'POP', 'UM', 'IIS', 'SMTP', 'Federation']);
const A = 'A'.padEnd(40, '0');
const MAIL = { dnsNames: ['mail.contoso.com'], selfSigned: true } as const;

describe('the names of a request', () => {
  const label = fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9-]{0,5}[A-Za-z0-9])?$/);
  const host = fc.tuple(label, fc.constantFrom('contoso.com', 'Fabrikam.CO.jp.')).map((parts) => parts.join('.'));
  const name = fc.oneof(
    host,
    host.map((each) => `*.${each}`),
    fc.ipV4(),
    fc.ipV6(),
    fc.string(),
  );

  it('are the same again, none twice, each a DNS name or an address', () => {
    fc.assert(
      fc.property(fc.array(name, { maxLength: 5 }), (written) => {
        const first = parseRequestedNames(written);
        if (first.kind === 'invalid') {
          expect(written).toContain(first.name);
          return;
        }
        expect(parseRequestedNames(first.names)).toEqual(first);
        expect(new Set(first.names).size).toBe(first.names.length);
        expect([...first.dnsNames, ...first.ipAddresses].sort()).toEqual([...first.names].sort());
      }),
    );
  });
});

describe('enabling', () => {
  it('removes nothing unless it replaces, and changes nothing the second time', () => {
    fc.assert(
      fc.property(services, services, fc.boolean(), (before, asked, isExclusive) => {
        const enabledFor = (now: readonly Service[]) =>
          planEnable(
            { verb: 'enable', thumbprint: A, services: asked, isExclusive },
            planContext({ certificates: [kept('A', { ...MAIL, services: now })] }),
          );
        const plan = enabledFor(before);
        const after = plan.kind === 'change' && plan.change.kind === 'services' ? plan.change.services : before;
        expect(new Set(after)).toEqual(new Set(isExclusive ? asked : [...before, ...asked]));
        expect(enabledFor(after).kind).toBe('unchanged');
      }),
    );
  });
});

describe('a forced change', () => {
  it('removes any certificate in its own directory, and renews any certificate', () => {
    const others = fc.subarray([kept('B', MAIL), kept('C', { ...MAIL, notAfter: NOON - 1 }), stored('D', MAIL)]);
    fc.assert(
      fc.property(others, fc.boolean(), fc.boolean(), (neighbors, isRecorded, selfSigned) => {
        const certificates = [kept('A', { ...MAIL, selfSigned }), ...neighbors];
        const internal = isRecorded ? ({ source: 'recorded', thumbprint: A } as const) : CALM.internal;
        const connectors = [connector('Internet MAIL01', 'mail.contoso.com')];
        const context = planContext({ certificates, internal, connectors }, { isForced: true });
        expect(planRemove({ verb: 'remove', id: A }, context).kind).toBe('change');
        const renew = { verb: 'renew', thumbprint: A, years: undefined, isRequest: false } as const;
        expect(planRenew(renew, context)).toMatchObject({
          kind: 'issue',
          installSettings: { recordsInternal: isRecorded },
        });
      }),
    );
  });
});

describe('its own directory', () => {
  const at = (path: string, label = 'A', more = {}) => ({
    ...kept(label, more),
    location: { path, block: 0, alias: undefined },
  });
  const ca = { isCa: true, key: 'missing' } as const;

  it.each([
    ['single', `${MY.path}/a/cert.pem`, [], `${MY.path}/a`],
    ['deep down', `${MY.path}/a/b/cert.pem`, [at(`${MY.path}/a/other.pem`, 'B')], `${MY.path}/a/b`],
    ['with its issuer', `${MY.path}/a/cert.pem`, [at(`${MY.path}/a/chain.pem`, 'S', ca)], `${MY.path}/a`],
    ['twice', `${MY.path}/a/cert.pem`, [at(`${MY.path}/a/fullchain.pem`)], `${MY.path}/a`],
    [
      'with its own request',
      `${MY.path}/a/cert.pem`,
      [waiting('A', { location: { path: `${MY.path}/a/r.pem`, block: 0 } })],
      `${MY.path}/a`,
    ],
    ['with another', `${MY.path}/a/cert.pem`, [at(`${MY.path}/a/other.pem`, 'B')], undefined],
    ['with another below', `${MY.path}/a/cert.pem`, [at(`${MY.path}/a/b/other.pem`, 'B')], undefined],
    [
      'with an authority that has its key',
      `${MY.path}/a/cert.pem`,
      [at(`${MY.path}/a/ca.pem`, 'S', { isCa: true })],
      undefined,
    ],
    [
      'with another request',
      `${MY.path}/a/cert.pem`,
      [waiting('B', { location: { path: `${MY.path}/a/r.pem`, block: 0 } })],
      undefined,
    ],
    ['next to one with a longer name', `${MY.path}/a/cert.pem`, [at(`${MY.path}/ab/other.pem`, 'B')], `${MY.path}/a`],
    ['in the store itself', `${MY.path}/cert.pem`, [], undefined],
    ['outside', '/elsewhere/a/cert.pem', [], undefined],
    ['in a store of a longer name', `${MY.path}-old/a/cert.pem`, [], undefined],
  ] as const)('%s', (_, path, neighbors, directory) => {
    const own = at(path);
    const certificates = [own, ...neighbors.flatMap((each) => ('certificate' in each ? [each] : []))];
    const requests = neighbors.flatMap((each) => ('request' in each ? [each] : []));
    const result = new Life().observe({ ...CALM, certificates, requests }).stores.get('My');
    const snapshot = result && currentOrLastKnown(result)?.value;
    if (snapshot === undefined) throw new Error('nothing was seen');
    expect(exclusiveDirectoryOf(own, MY, snapshot)).toBe(directory);
  });
});
