import { execFileSync } from 'node:child_process';
import { utimesSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postfixInventory } from '../../../src/adapters/discovery/postfix-inventory.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import { makeCertificate } from '../../fixtures/make-certificate.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { freePort } from '../free-port.ts';
import { needs, needsRoot } from '../needs.ts';
import { type Expected, expectAsDiscovered } from './as-discovered.ts';
import { foundHere } from './found-here.ts';
import { OwnPostfix } from './own-postfix.ts';
import { servedLeaf } from './served-leaf.ts';

const DAY = 86_400_000;
const DATES = { notBefore: Date.now() - DAY, notAfter: Date.now() + 30 * DAY };

/** A configuration and its expected result. */
interface Configuration extends Expected {
  readonly main?: Readonly<Record<string, string>>;
  readonly services: readonly string[];
  /** True if the sockets have other addresses than in the previous configuration. */
  readonly isElsewhere?: true;
}

describe.runIf(needsRoot() && needs('postfix'))('a Postfix', () => {
  let directory: TemporaryDirectory;
  let postfix: OwnPostfix;
  let [a, b, c, d] = [0, 0, 0, 0];
  /** Returns the path of a PEM file by its name. */
  const pem = (name: string): string => directory.at('pem', `${name}.pem`);

  beforeAll(async () => {
    directory = temporaryDirectory();
    const issuer = makeCertificate({ commonName: 'Contoso CA', isCa: true, ...DATES });
    for (const [name, key] of [
      ['rsa', 'rsa'],
      ['ecdsa', 'ec'],
      ['submission', 'ec'],
      ['smtps', 'rsa'],
      ['fabrikam', 'ec'],
      ['tailspin', 'rsa'],
    ] as const) {
      const made = makeCertificate({ commonName: `${name}.contoso.com`, key, issuer, ...DATES });
      const chain = made.certificatePem + issuer.certificatePem;
      directory.write(`pem/${name}.pem`, chain);
      directory.write(`pem/${name}-key.pem`, made.privateKeyPem, 0o600);
      directory.write(`pem/${name}-both.pem`, made.privateKeyPem + chain, 0o600);
    }
    const pair = [pem('ecdsa-both'), pem('rsa-both')].map((path) => execFileSync('cat', [path], { encoding: 'utf8' }));
    directory.write('pem/two-both.pem', pair.join(''), 0o600);
    postfix = new OwnPostfix(directory, 'postfix');
    [a, b, c, d] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  });

  afterAll(() => {
    postfix?.[Symbol.dispose]();
    directory?.[Symbol.dispose]();
  });

  const smtpd = (name: number | string, ...options: readonly string[]): string =>
    [`${name} inet n - n - - smtpd`, ...options.map((option) => `-o ${option}`)].join(' ');

  const CONFIGURATIONS: Readonly<Record<string, () => Configuration>> = {
    'a key and a chain, at two addresses': () => ({
      main: {
        inet_interfaces: '127.0.0.1, [::1]',
        smtpd_tls_chain_files: `${pem('rsa-key')}, ${pem('rsa')}`,
      },
      services: [smtpd(a)],
      isElsewhere: true,
      served: 2,
    }),
    'every address there is': () => ({
      main: { inet_interfaces: 'all', smtpd_tls_chain_files: pem('ecdsa-both') },
      services: [smtpd(a), smtpd(b)],
      isElsewhere: true,
      served: 4,
    }),
    'only the loopback': () => ({
      main: { inet_interfaces: 'loopback-only', smtpd_tls_chain_files: pem('ecdsa-both') },
      services: [smtpd(a)],
      isElsewhere: true,
      served: 2,
    }),
    'nested macros': () => ({
      main: {
        directory: directory.at('pem'),
        which: '${{$compatibility_level} >=level {3.6} ? {rsa} : {ecdsa}}',
        own: '$directory/${which}',
        smtpd_tls_cert_file: '${own?{$own.pem}:{/nowhere.pem}}',
        smtpd_tls_key_file: '$(own)-key.pem',
      },
      services: [smtpd(a)],
      isElsewhere: true,
      served: 1,
    }),
    'RSA and ECDSA by algorithm': () => ({
      main: {
        smtpd_tls_cert_file: pem('rsa'),
        smtpd_tls_key_file: pem('rsa-key'),
        smtpd_tls_eccert_file: pem('ecdsa'),
        smtpd_tls_eckey_file: pem('ecdsa-key'),
      },
      services: [smtpd(a)],
      served: 2,
    }),
    'two RSA certificates and an ECDSA one': () => ({
      main: {
        smtpd_tls_cert_file: pem('rsa'),
        smtpd_tls_key_file: pem('rsa-key'),
        smtpd_tls_dcert_file: pem('smtps'),
        smtpd_tls_dkey_file: pem('smtps-key'),
      },
      services: [
        smtpd(a),
        smtpd(b, `smtpd_tls_eccert_file=${pem('ecdsa')}`, `smtpd_tls_eckey_file=${pem('ecdsa-key')}`),
        smtpd(c, `smtpd_tls_cert_file=${pem('tailspin-both')}`, 'smtpd_tls_key_file=$smtpd_tls_cert_file'),
      ],
      isElsewhere: true,
      served: 4,
      said: ['/rsa.pem is never served', '/rsa.pem is never served', '/tailspin-both.pem is never served'],
    }),
    'RSA and ECDSA in one file': () => ({
      main: { smtpd_tls_chain_files: pem('two-both') },
      services: [smtpd(a)],
      isElsewhere: true,
      served: 2,
    }),
    'RSA and ECDSA in a chain of files': () => ({
      main: { smtpd_tls_chain_files: [pem('rsa-both'), pem('ecdsa-key'), pem('ecdsa')].join(' ') },
      services: [smtpd(a)],
      served: 2,
    }),
    'a service for everything, each with its own': () => ({
      main: { smtpd_tls_chain_files: pem('rsa-both'), directory: directory.at('pem') },
      services: [
        smtpd(a),
        smtpd(b, 'smtpd_tls_security_level=encrypt', 'smtpd_tls_chain_files=$directory/submission-both.pem'),
        smtpd(
          c,
          'smtpd_tls_wrappermode=yes',
          'smtpd_tls_security_level=none',
          'smtpd_tls_chain_files=$directory/smtps-both.pem',
        ),
        smtpd(`[::1]:${d}`, 'smtpd_tls_security_level=none'),
        smtpd(`127.0.0.2:${d}`, 'smtpd_tls_chain_files=', 'smtpd_tls_cert_file=${directory}/ecdsa-both.pem'),
        smtpd(`localhost:${c + 1}`, 'smtpd_discard_ehlo_keywords=starttls'),
      ],
      served: 4,
    }),
    'names by SNI in a text': () => {
      directory.write(
        'sni',
        `mail.fabrikam.com ${pem('fabrikam-both')}\n.tailspin.com ${pem('tailspin-both')}\nmail01.contoso.com\n  ${pem('ecdsa-key')},${pem('ecdsa')}\n`,
      );
      return {
        main: { smtpd_tls_chain_files: pem('rsa-both'), tls_server_sni_maps: `texthash:${directory.at('sni')}` },
        services: [smtpd(a), smtpd(b, 'smtpd_tls_wrappermode=yes')],
        served: 4,
      };
    },
    'names by SNI in a compiled table': () => {
      directory.write(
        'sni-hash',
        `mail.fabrikam.com ${pem('fabrikam-both')}\nmx.tailspin.com ${pem('tailspin-both')}\n`,
      );
      execFileSync('postmap', ['-F', `hash:${directory.at('sni-hash')}`]);
      return {
        main: { smtpd_tls_chain_files: pem('rsa-both'), tls_server_sni_maps: `hash:${directory.at('sni-hash')}` },
        services: [smtpd(a)],
        served: 3,
      };
    },
    'names by SNI in a table that was changed and not compiled': () => {
      const later = new Date(Date.now() + 5000);
      utimesSync(directory.write('sni-hash', `mail.fabrikam.com ${pem('tailspin-both')}\n`), later, later);
      return {
        main: { smtpd_tls_chain_files: pem('rsa-both'), tls_server_sni_maps: `hash:${directory.at('sni-hash')}` },
        services: [smtpd(a)],
        served: 1,
        said: [`rebuild that table: postmap -F hash:${directory.at('sni-hash')}`],
      };
    },
    'names by SNI of one service, and a table that cannot be listed': () => ({
      main: { smtpd_tls_chain_files: pem('rsa-both') },
      services: [
        smtpd(a, `tls_server_sni_maps=inline:{mail.fabrikam.com=${pem('fabrikam-both')}}`),
        smtpd(b, 'tls_server_sni_maps=regexp:/dev/null'),
      ],
      served: 3,
      said: ['regexp:/dev/null: mailcertd cannot list the names in a table of this type'],
    }),
    'postscreen before smtpd': () => ({
      main: { smtpd_tls_chain_files: pem('rsa-both'), postscreen_access_list: 'permit_mynetworks' },
      services: [
        `${a} inet n - n - 1 postscreen`,
        `smtpd pass - - n - - smtpd -o smtpd_tls_chain_files=${pem('ecdsa-both')}`,
      ],
      served: 1,
      said: [`postscreen serves ${'/'}`],
    }),
    'an undefined macro, and a certificate that no setting names': () => ({
      main: { smtpd_tls_chain_files: pem('rsa-both') },
      services: [smtpd(a, 'smtpd_tls_chain_files=$nowhere/mail.pem'), smtpd(b, 'smtpd_tls_chain_files='), smtpd(c)],
      served: 1,
      said: ['smtpd_tls_chain_files: $nowhere is not defined', 'TLS is enabled, but no certificate is configured'],
    }),
    'a path that is not whole, and the name of the service': () => {
      directory.write('postfix-spool/tls/rsa.pem', execFileSync('cat', [pem('rsa-both')]), 0o600);
      directory.write(`pem/${b}.pem`, execFileSync('cat', [pem('smtps-both')]), 0o600);
      return {
        main: { smtpd_tls_chain_files: 'tls/rsa.pem' },
        services: [smtpd(a), smtpd(b, `smtpd_tls_chain_files=${directory.at('pem')}/$service_name.pem`)],
        served: 2,
      };
    },
    'services that are switched off': () => ({
      main: { smtpd_tls_chain_files: pem('rsa-both'), master_service_disable: `!${b}/inet ${a}/inet inet` },
      services: [smtpd(a), smtpd(b), smtpd(c)],
      served: 1,
    }),
    'only a proxy to speak to': () => ({
      main: { smtpd_tls_chain_files: pem('rsa-both') },
      services: [smtpd(a), smtpd(b, 'smtpd_upstream_proxy_protocol=haproxy')],
      served: 1,
      said: ['smtpd_upstream_proxy_protocol is haproxy'],
    }),
  };

  it.each(Object.entries(CONFIGURATIONS))('with %s serves what is discovered', async (_what, make) => {
    const { main = {}, services, isElsewhere = false, ...expected } = make();
    postfix.write(main, services);
    postfix.apply(isElsewhere);
    const source = postfixInventory(foundHere(), { directory: postfix.directory, reload: [] });
    await expectAsDiscovered(source, () => postfix.listening(), expected);
  });

  it('that rejects two certificates of one key type speaks no TLS, and is discovered so', async () => {
    postfix.write({ smtpd_tls_chain_files: pem('rsa-both') }, [
      smtpd(a, `smtpd_tls_chain_files=${pem('ecdsa-both')},${pem('submission-both')}`),
      smtpd(
        b,
        'smtpd_tls_chain_files=',
        `smtpd_tls_cert_file=${pem('rsa')}`,
        `smtpd_tls_key_file=${pem('rsa-key')}`,
        `smtpd_tls_dcert_file=${pem('smtps-both')}`,
      ),
      smtpd(c, `tls_server_sni_maps=inline:{{mx.contoso.com=${pem('rsa-both')},${pem('smtps-both')}}}`),
    ]);
    postfix.apply(true);
    const source = postfixInventory(foundHere(), { directory: postfix.directory, reload: [] });
    await expect.poll(() => postfix.listening()).toHaveLength(3);
    const result = await source.read(new AbortController().signal);
    if (result.kind !== 'available') throw new Error('it was not seen');
    expect(result.problems.map(({ reason, failure }) => `${reason}: ${failureText(failure, 'en')}`)).toEqual([
      'settings_malformed: smtpd_tls_chain_files: two of its certificates have the same key type: Postfix then offers no TLS',
      `settings_malformed: ${pem('smtps-both')} has the same key type as an earlier one: Postfix then offers no TLS`,
      'settings_malformed: two certificates for mx.contoso.com have the same key type: Postfix ends TLS connections with this server name',
    ]);
    const served = result.value.connectors.map(async ({ name, probe, certificateFiles }) => {
      const leaf = probe && (await servedLeaf(probe, undefined));
      return [name, certificateFiles?.length ?? 0, leaf?.startsWith('nothing')];
    });
    expect(await Promise.all(served)).toEqual([
      [`postfix ${a}`, 0, true],
      [`postfix ${b}`, 0, true],
      [`postfix ${c}`, 1, false],
      ['postfix sni mx.contoso.com', 2, true],
    ]);
  });

  it('with two instances is everything that both listen on', async () => {
    using second = new OwnPostfix(directory, 'postfix-second');
    second.write(
      {
        smtpd_tls_chain_files: pem('ecdsa-both'),
        multi_instance_enable: 'yes',
        multi_instance_name: 'second',
      },
      [smtpd(b)],
    );
    postfix.write(
      { smtpd_tls_chain_files: pem('rsa-both'), multi_instance_directories: `${second.directory} /nowhere` },
      [smtpd(a)],
    );
    postfix.apply(false);
    second.apply(false);
    const source = postfixInventory(foundHere(), { directory: postfix.directory, reload: [] });
    const listening = (): readonly string[] => [...postfix.listening(), ...second.listening()];
    const { value } = await expectAsDiscovered(source, listening, { served: 2, said: ['/nowhere/main.cf'] });
    expect(value.connectors.map(({ name }) => name)).toEqual([`postfix ${a}`, `second ${b}`]);
  });

  it('whose settings cannot be read today has lost nothing: it is unavailable', async () => {
    const source = postfixInventory(foundHere(), { directory: postfix.directory, reload: [] });
    directory.write('postfix/master.cf', '');
    const result = await source.read(new AbortController().signal);
    expect(result.kind === 'unavailable' && result.problem.reason).toBe('settings_malformed');
  });
});
