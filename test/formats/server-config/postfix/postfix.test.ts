import { describe, expect, it } from 'vitest';
import type { Connector } from '../../../../src/domain/connector/connector.ts';
import { probeUrl } from '../../../../src/domain/connector/probe-target.ts';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import { PostfixSettings } from '../../../../src/formats/server-config/postfix/postfix-settings.ts';
import { saying } from '../../../domain/failure/saying.ts';
import { found, HOST, parametersWith } from './postfix-texts.ts';

const TLS = { smtpd_tls_security_level: 'may', smtpd_tls_chain_files: '/etc/ssl/key.pem, /etc/ssl/mail.pem' };
const SMTP = 'smtp       inet  n       -       y       -       -       smtpd';

/** Returns the name, URL, files and keys of a connector. */
function listed({ name, probe, certificateFiles = [], keyFiles = [] }: Connector): readonly unknown[] {
  return [name, probe === undefined ? '-' : probeUrl(probe), certificateFiles.join(), keyFiles.join()];
}

describe('a Postfix', () => {
  it('is a connector for each socket of smtpd, with all known properties', () => {
    const { connectors, problems } = found({ ...TLS, inet_protocols: 'ipv4' }, [SMTP]);
    expect(problems).toEqual([]);
    expect(connectors).toEqual([
      {
        name: 'postfix smtp',
        direction: 'receive',
        fqdn: 'mail01.contoso.com',
        fqdnOrigin: 'discovered',
        enabled: true,
        starttls: true,
        certificateFiles: ['/etc/ssl/mail.pem'],
        keyFiles: ['/etc/ssl/key.pem'],
        keyLoadedBy: 'root',
        probe: {
          protocol: 'smtp',
          host: '127.0.0.1',
          port: 25,
          serverName: 'mail01.contoso.com',
          timeoutMs: 10_000,
          failureThreshold: 2,
          probesBothKeyTypes: false,
          client: undefined,
        },
        reload: ['systemctl', 'reload', 'postfix'],
        source: { inventory: 'postfix', place: '/etc/postfix/master.cf:2' },
      },
    ]);
  });

  it.each([
    ['all', 'all', ['postfix smtp 127.0.0.1', 'postfix smtp [::] ::1']],
    ['all', 'ipv6', ['postfix smtp ::1']],
    ['all', 'ipv4, ipv6', ['postfix smtp 127.0.0.1', 'postfix smtp [::] ::1']],
    ['loopback-only', 'all', ['postfix smtp 127.0.0.1', 'postfix smtp [::1] ::1']],
    ['192.0.2.1, [2001:db8::1]', 'all', ['postfix smtp 192.0.2.1', 'postfix smtp [2001:db8::1] 2001:db8::1']],
    ['$myhostname, localhost', 'ipv4', ['postfix smtp 192.0.2.1', 'postfix smtp 127.0.0.1 127.0.0.1']],
  ])('listens at %s with %s', (interfaces, protocols, expected) => {
    const { connectors } = found({ ...TLS, inet_interfaces: interfaces, inet_protocols: protocols }, [SMTP]);
    expect(connectors.map(({ name, probe }) => `${name} ${probe?.host}`)).toEqual(expected);
  });

  it('listens only on IPv4 on a host without IPv6', () => {
    const { connectors } = found(TLS, [SMTP], {}, { ...HOST, addresses: ['127.0.0.1'] });
    expect(connectors.map(({ probe }) => probe?.host)).toEqual(['127.0.0.1']);
  });

  it.each([
    ['smtp', ['smtp://127.0.0.1:25']],
    ['smtps', ['smtp://127.0.0.1:465']],
    ['submissions', ['smtp://127.0.0.1:465']],
    ['mailq', ['smtp://127.0.0.1:174']],
    ['2525', ['smtp://127.0.0.1:2525']],
    ['127.0.0.1:10025', ['smtp://127.0.0.1:10025']],
    ['192.0.2.1:submission', ['smtp://192.0.2.1:587']],
    ['[::1]:10026', ['smtp://[::1]:10026']],
    ['localhost:10027', ['smtp://127.0.0.1:10027', 'smtp://[::1]:10027']],
  ])('whose service is called %s is probed at %s', (service, urls) => {
    const main = { ...TLS, inet_interfaces: service.includes(':') ? 'all' : '127.0.0.1' };
    const { connectors } = found(main, [`${service} inet n - y - - smtpd`]);
    expect(connectors.map(({ probe }) => probe && probeUrl(probe))).toEqual(urls);
  });

  it.each([
    ['nowhere:25', 'cannot resolve "nowhere"'],
    ['no-such-port', '"no-such-port" has an unknown port'],
    ['99999', '"99999" has an unknown port'],
  ])('whose service is called %s has an unknown address, which is reported', (service, detail) => {
    const { connectors, problems } = found(TLS, [`${service} inet n - y - - smtpd`]);
    expect(connectors).toEqual([]);
    expect(problems).toMatchObject([
      { reason: 'unresolved', location: `/etc/postfix/master.cf:2 ${service}`, failure: saying(detail) },
    ]);
  });

  it("uses a service's settings in master.cf before those in main.cf", () => {
    const { connectors, problems } = found({ ...TLS, inet_interfaces: '127.0.0.1', ssl: '/etc/ssl' }, [
      `${SMTP} -o smtpd_tls_security_level=none`,
      'submission inet n - y - - smtpd -o smtpd_tls_security_level=encrypt -o own=$ssl/own -o smtpd_tls_chain_files=$own/both.pem',
      'smtps inet n - y - - smtpd -o smtpd_tls_wrappermode=yes -o smtpd_tls_security_level=none -o smtpd_tls_chain_files= -o smtpd_tls_cert_file=/etc/ssl/$service_name.pem',
      '127.0.0.1:10025 inet n - n - - smtpd -o smtpd_discard_ehlo_keywords=chunking,STARTTLS',
    ]);
    expect(problems).toEqual([]);
    expect(connectors.map(listed)).toEqual([
      ['postfix smtp', 'smtp://127.0.0.1:25', '', ''],
      ['postfix submission', 'smtp://127.0.0.1:587', '/etc/ssl/own/both.pem', '/etc/ssl/own/both.pem'],
      ['postfix smtps', 'smtps://127.0.0.1:465', '/etc/ssl/smtps.pem', '/etc/ssl/smtps.pem'],
      ['postfix 127.0.0.1:10025', 'smtp://127.0.0.1:10025', '', ''],
    ]);
    expect(connectors.map(({ starttls, requireTls = false }) => [starttls, requireTls])).toEqual([
      [false, false],
      [true, true],
      [true, true],
      [false, false],
    ]);
  });

  it.each([
    [{ smtpd_tls_security_level: 'none', smtpd_use_tls: 'yes' }, false, false],
    [{ smtpd_tls_security_level: '', smtpd_use_tls: 'yes' }, true, false],
    [{ smtpd_tls_security_level: '', smtpd_enforce_tls: 'yes' }, true, true],
    [{ smtpd_tls_security_level: '' }, false, false],
    [{ smtpd_tls_security_level: 'MAY' }, true, false],
    [{ smtpd_tls_security_level: 'verify' }, true, true],
  ])('with %o offers TLS: %s, and requires it: %s', (main, offers, requires) => {
    const [connector] = found({ ...TLS, ...main }, [SMTP]).connectors;
    expect([connector?.starttls, connector?.requireTls ?? false]).toEqual([offers, requires]);
  });

  it.each([
    ['/k/key.pem /c/rsa.pem', '/c/rsa.pem', '/k/key.pem'],
    ['/both.pem', '/both.pem', '/both.pem'],
    ['/rsa-both.pem, /key.pem,/ecdsa.pem', '/rsa-both.pem,/ecdsa.pem', '/rsa-both.pem,/key.pem'],
    ['/hidden.pem, /c/rsa.pem', '/c/rsa.pem', '/hidden.pem'],
    ['/hidden.pem', '/hidden.pem', '/hidden.pem'],
    ['/hidden-1.pem /hidden-2.pem', '/hidden-1.pem,/hidden-2.pem', '/hidden-1.pem,/hidden-2.pem'],
    ['/c/rsa.pem', '/c/rsa.pem', '/c/rsa.pem'],
    ['/k/key.pem', '/k/key.pem', '/k/key.pem'],
    ['mail/both.pem', '/var/spool/postfix/mail/both.pem', '/var/spool/postfix/mail/both.pem'],
  ])('whose chain files are %s serves %s', (files, certificates, keys) => {
    const [connector] = found({ ...TLS, smtpd_tls_chain_files: files }, [SMTP]).connectors;
    expect(connector?.certificateFiles?.join()).toBe(certificates);
    expect(connector?.keyFiles?.join()).toBe(keys);
  });

  it('names files by algorithm if it has no chain files, each with its key', () => {
    const [connector] = found(
      {
        smtpd_tls_security_level: 'may',
        smtpd_tls_cert_file: '/etc/ssl/rsa.pem',
        smtpd_tls_key_file: '/etc/ssl/rsa.key',
        smtpd_tls_eccert_file: '/etc/ssl/ecdsa.pem',
      },
      [SMTP],
    ).connectors;
    expect(connector?.certificateFiles).toEqual(['/etc/ssl/rsa.pem', '/etc/ssl/ecdsa.pem']);
    expect(connector?.keyFiles).toEqual(['/etc/ssl/rsa.key', '/etc/ssl/ecdsa.pem']);
    expect(connector?.probe?.probesBothKeyTypes).toBe(true);
  });

  it('serves the last of several certificates of one key type, and reports the others', () => {
    const { connectors, problems } = found(
      {
        smtpd_tls_security_level: 'may',
        inet_protocols: 'ipv4',
        smtpd_tls_cert_file: '/etc/ssl/rsa-1.pem',
        smtpd_tls_key_file: '/etc/ssl/1-key.pem',
        smtpd_tls_dcert_file: '/etc/ssl/rsa-2.pem',
        smtpd_tls_dkey_file: '/etc/ssl/2-key.pem',
        smtpd_tls_eccert_file: '/etc/ssl/ecdsa.pem',
      },
      [SMTP],
    );
    expect(connectors.map(listed)).toEqual([
      [
        'postfix smtp',
        'smtp://127.0.0.1:25',
        '/etc/ssl/rsa-2.pem,/etc/ssl/ecdsa.pem',
        '/etc/ssl/2-key.pem,/etc/ssl/ecdsa.pem',
      ],
    ]);
    expect(problems).toMatchObject([
      {
        reason: 'settings_malformed',
        location: '/etc/postfix/master.cf:2 smtp',
        failure: saying(
          '/etc/ssl/rsa-1.pem is never served: /etc/ssl/rsa-2.pem has the same key type, and the last one counts',
        ),
      },
    ]);
  });

  it.each([
    [
      { smtpd_tls_chain_files: '/rsa-both-1.pem /ecdsa.pem /rsa-both-2.pem' },
      'smtpd_tls_chain_files: two of its certificates have',
    ],
    [
      { smtpd_tls_cert_file: '/rsa-1.pem', smtpd_tls_key_file: '/1-key.pem', smtpd_tls_dcert_file: '/rsa-2.pem' },
      '/rsa-2.pem has',
    ],
    [{ smtpd_tls_cert_file: '/rsa-1.pem', smtpd_tls_eccert_file: '/rsa-2.pem' }, '/rsa-2.pem has'],
  ])('that rejects a second certificate of one key type is probed, names no file, and is reported: %o', (main, why) => {
    const { connectors, problems } = found({ smtpd_tls_security_level: 'may', inet_protocols: 'ipv4', ...main }, [
      SMTP,
    ]);
    expect(connectors.map(listed)).toEqual([['postfix smtp', 'smtp://127.0.0.1:25', '', '']]);
    expect(problems).toMatchObject([{ reason: 'settings_malformed' }]);
    expect(failureText(problems[0]?.failure ?? '', 'en')).toMatch(why);
    expect(failureText(problems[0]?.failure ?? '', 'en')).toMatch(/: Postfix then offers no TLS$/);
  });

  it.each([
    [{ smtpd_tls_chain_files: '$nowhere/mail.pem' }, 'smtpd_tls_chain_files: $nowhere is not defined', 'unresolved'],
    [{ smtpd_tls_chain_files: '' }, 'TLS is enabled, but no certificate is configured', 'settings_malformed'],
    [
      { smtpd_tls_chain_files: '', smtpd_tls_cert_file: 'none' },
      'TLS is enabled, but no certificate is configured',
      'settings_malformed',
    ],
  ])('with %o names no file, with the reason', (main, detail, reason) => {
    const { connectors, problems } = found({ ...TLS, inet_protocols: 'ipv4', ...main }, [SMTP]);
    expect(connectors.map(listed)).toEqual([['postfix smtp', 'smtp://127.0.0.1:25', '', '']]);
    expect(problems).toMatchObject([{ reason, location: '/etc/postfix/master.cf:2 smtp', failure: saying(detail) }]);
  });

  it.each(['maybe', 'dane', 'dane-only'])(
    'whose service fails with its level %s is neither checked nor probed',
    (level) => {
      const { connectors, problems } = found({ ...TLS, inet_protocols: 'ipv4', smtpd_tls_security_level: level }, [
        SMTP,
      ]);
      expect(connectors.map(listed)).toEqual([['postfix smtp', '-', '', '']]);
      expect(problems.map(({ failure }) => failureText(failure, 'en'))).toEqual([
        `smtpd_tls_security_level: "${level}" is not a level: Postfix runs, but this service fails (log: Invalid TLS level); write one of none, may, encrypt`,
      ]);
    },
  );

  it.each([
    ['inet', []],
    ['smtp/inet', ['postfix submission']],
    ['!smtp/inet, inet', ['postfix smtp']],
    ['submission/unix qmqp/inet', ['postfix smtp', 'postfix submission']],
  ])('with master_service_disable = %s listens at %s', (disabled, names) => {
    const main = { ...TLS, inet_interfaces: '127.0.0.1', master_service_disable: disabled };
    const { connectors } = found(main, [SMTP, 'submission inet n - y - - smtpd']);
    expect(connectors.map(({ name }) => name)).toEqual(names);
  });

  it('with postscreen serves the certificate of the smtpd after it', () => {
    const { connectors, problems } = found({ ...TLS, inet_interfaces: '127.0.0.1' }, [
      'smtp inet n - y - 1 postscreen',
      'smtpd pass - - y - - smtpd -o smtpd_tls_chain_files=/etc/ssl/both.pem',
      'tlsproxy unix - - y - 0 tlsproxy',
    ]);
    expect(connectors.map(listed)).toEqual([
      ['postfix smtp', 'smtp://127.0.0.1:25', '/etc/ssl/both.pem', '/etc/ssl/both.pem'],
    ]);
    expect(problems.map(({ failure }) => failureText(failure, 'en'))).toEqual([
      'postscreen serves /etc/ssl/mail.pem to new clients; this file is not checked',
    ]);
  });

  it('with a postscreen without smtpd is reported as incomplete', () => {
    const { connectors, problems } = found({ ...TLS, inet_interfaces: '127.0.0.1' }, [
      'smtp inet n - y - 1 postscreen',
    ]);
    expect(connectors.map(listed)).toEqual([['postfix smtp', '-', '', '']]);
    expect(problems.map(({ reason }) => reason)).toEqual(['settings_malformed']);
  });

  it('with a postscreen whose smtpd is unresolved is reported once', () => {
    const { problems, unreadParts } = found({ ...TLS, inet_interfaces: '127.0.0.1', smtpd_service_name: '$nowhere' }, [
      'smtp inet n - y - 1 postscreen',
      'smtpd pass - - y - - smtpd',
    ]);
    expect(problems.map(({ failure }) => failureText(failure, 'en'))).toEqual([
      'smtpd_service_name: $nowhere is not defined',
    ]);
    expect(unreadParts).toEqual(['postfix smtp']);
  });

  it('that only a proxy can use is not probed', () => {
    const { connectors, problems } = found({ ...TLS, inet_interfaces: '127.0.0.1' }, [
      `${SMTP} -o smtpd_upstream_proxy_protocol=haproxy`,
    ]);
    expect(connectors.map(listed)).toEqual([['postfix smtp', '-', '/etc/ssl/mail.pem', '/etc/ssl/key.pem']]);
    expect(problems.map(({ failure }) => failureText(failure, 'en'))).toEqual([
      'smtpd_upstream_proxy_protocol is haproxy: only a proxy can connect, so it is not probed',
    ]);
  });

  it('is a Send connector for each client certificate', () => {
    const { connectors } = found(
      {
        smtp_tls_security_level: 'may',
        smtp_tls_chain_files: '/etc/ssl/client-both.pem',
        smtp_helo_name: 'out.contoso.com',
      },
      [
        'smtp unix - - y - - smtp',
        'relay unix - - y - - smtp -o syslog_name=relay',
        'strict unix - - y - - smtp -o smtp_tls_security_level=secure',
        'plain unix - - y - - smtp -o smtp_tls_security_level=none',
      ],
    );
    expect(
      connectors.map(({ name, direction, fqdn, requireTls = false }) => [name, direction, fqdn, requireTls]),
    ).toEqual([
      ['postfix client smtp', 'send', 'out.contoso.com', false],
      ['postfix client strict', 'send', 'out.contoso.com', true],
    ]);
    expect(connectors[0]?.certificateFiles).toEqual(['/etc/ssl/client-both.pem']);
  });

  it('without a client certificate is no Send connector', () => {
    expect(found({ smtp_tls_security_level: 'may' }, ['smtp unix - - y - - smtp']).connectors).toEqual([]);
  });

  it.each([
    ['mail01', undefined],
    ['Mail01.Contoso.com.', 'mail01.contoso.com'],
  ])('with the name %s is called %s', (name, fqdn) => {
    expect(found({ ...TLS, myhostname: name }, [SMTP]).connectors[0]?.fqdn).toBe(fqdn);
  });

  it('without any service has no report', () => {
    const whole = { parameters: parametersWith({}), services: SMTP, overrides: '' };
    expect(new PostfixSettings(whole).isComplete).toBe(true);
    expect(new PostfixSettings({ ...whole, services: '' }).isComplete).toBe(false);
    expect(new PostfixSettings({ ...whole, parameters: '' }).isComplete).toBe(false);
  });
});
