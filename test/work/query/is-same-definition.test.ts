import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Connector } from '../../../src/domain/connector/connector.ts';
import { CONFIGURATION } from '../../../src/domain/connector/inventory.ts';
import type { PemContents } from '../../../src/formats/server-config/pem-contents.ts';
import { chainFilesOf } from '../../../src/formats/server-config/postfix/postfix-configured-files.ts';
import { isSameDefinition } from '../../../src/work/query/is-same-definition.ts';
import { target } from '../../domain/serving.ts';
import { connector } from '../../domain/world.ts';

const KEY: PemContents = { first: 'key', hasCertificate: false, hasKey: true, leafKeyTypes: [] };
const CERTIFICATE: PemContents = { first: 'certificate', hasCertificate: true, hasKey: false, leafKeyTypes: ['rsa'] };
const BOTH: PemContents = { first: 'key', hasCertificate: true, hasKey: true, leafKeyTypes: ['ec'] };

/** The files of `smtpd_tls_chain_files`: each certificate with its key, in one file or in two. */
const chains = fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }).map((all) =>
  all.flatMap((isOne, at): readonly (readonly [string, PemContents])[] =>
    isOne
      ? [[`/tls/both${at}.pem`, BOTH]]
      : [
          [`/tls/privkey${at}.pem`, KEY],
          [`/tls/fullchain${at}.pem`, CERTIFICATE],
        ],
  ),
);

const closed = fc.func(fc.boolean());

function discovered(
  files: readonly (readonly [string, PemContents])[],
  isClosed: (path: string) => boolean,
  { inventory = 'postfix', ...changed }: Partial<Connector> & { readonly inventory?: string } = {},
): Connector {
  const kinds = new Map(files);
  const named = chainFilesOf(files.map(([path]) => path) as unknown as readonly [string, ...string[]], (path) =>
    isClosed(path) ? undefined : kinds.get(path),
  );
  const both = files.some(([path, { leafKeyTypes }]) => !isClosed(path) && leafKeyTypes.includes('ec'));
  return {
    ...connector('postfix smtp', 'mail.contoso.com', { ...named, probe: { ...target(), probesBothKeyTypes: both } }),
    ...changed,
    source: { inventory, place: 'master.cf:12' },
  };
}

/** Returns whether this account sees that it cannot read a file. */
const closedIn =
  ({ certificateFiles = [] }: Connector, isClosed: (path: string) => boolean) =>
  (path: string): boolean =>
    certificateFiles.includes(path) && isClosed(path);

const nothing = (): boolean => false;
const everything = (): boolean => true;

it('a definition is the same whatever files of it an account may not read', () => {
  fc.assert(
    fc.property(chains, closed, (files, isClosed) => {
      const own = discovered(files, isClosed);
      expect(isSameDefinition(own, discovered(files, nothing), closedIn(own, isClosed))).toBe(true);
    }),
  );
});

it('a definition is another one if the settings name other files, or the same ones in another order', () => {
  fc.assert(
    fc.property(chains, chains, (files, others) => {
      const paths = files.map(([path]) => path).join();
      const isSame = isSameDefinition(discovered(files, everything), discovered(others, nothing), everything);
      expect(isSame).toBe(paths === others.map(([path]) => path).join());
    }),
  );
  const pairs: readonly (readonly [string, PemContents])[] = [
    ['/tls/a.key', KEY],
    ['/tls/a.pem', CERTIFICATE],
    ['/tls/b.key', KEY],
    ['/tls/b.pem', CERTIFICATE],
  ];
  const turned = [...pairs.slice(2), ...pairs.slice(0, 2)];
  expect(isSameDefinition(discovered(turned, everything), discovered(pairs, nothing), everything)).toBe(false);
});

it('a definition is another one if anything but the contents of closed files differs', () => {
  fc.assert(
    fc.property(chains, (files) => {
      const own = discovered(files, everything);
      const observed = discovered(files, nothing);
      expect(isSameDefinition(own, { ...observed, requireTls: true }, everything)).toBe(false);
      expect(isSameDefinition(own, { ...observed, fqdn: 'mx.contoso.com' }, everything)).toBe(false);
      expect(isSameDefinition(own, { ...observed, probe: { ...target(), port: 26 } }, everything)).toBe(false);
      expect(isSameDefinition(own, { ...observed, keyFiles: ['/tls/other.pem'] }, everything)).toBe(false);
    }),
  );
});

it('a definition in the configuration says itself which files are keys', () => {
  const files: readonly (readonly [string, PemContents])[] = [
    ['/tls/a.key', KEY],
    ['/tls/a.pem', CERTIFICATE],
  ];
  const [own, observed] = [everything, nothing].map((isClosed) =>
    discovered(files, isClosed, { inventory: CONFIGURATION }),
  ) as [Connector, Connector];
  expect(isSameDefinition(own, observed, everything)).toBe(false);
  expect(isSameDefinition(own, { ...own }, everything)).toBe(true);
});
