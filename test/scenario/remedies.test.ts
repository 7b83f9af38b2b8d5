import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { definitionOf } from '../../src/domain/event/catalog/all.ts';
import type { NewEventRecord } from '../../src/domain/event/event-record.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { messageLines } from '../../src/formats/event/message.ts';
import { shellWords } from '../../src/formats/event/shell-words.ts';
import { openSession } from '../../src/main/open-session.ts';
import { type CertificateWish, type MadeCertificate, makeCertificate } from '../fixtures/make-certificate.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/main/bin.js');

/** A host with one connector, which requires a certificate with this name in My. */
class Host implements Disposable {
  readonly directory: TemporaryDirectory = temporaryDirectory();

  configure(more = ''): void {
    this.directory.write('store/.keep', '');
    this.directory.write(
      'mailcertd.yaml',
      `computer: mail01.contoso.com
stateDirectory: ${this.directory.at('state')}
stores: [{ name: My, path: ${this.directory.at('store')}, services: [SMTP] }]
connectors: [{ name: Internet, direction: receive, fqdn: mail.contoso.com }]
${more}`,
    );
  }

  /** Writes a certificate to its own directory, or to a file next to others. */
  lay(wish: Partial<CertificateWish>, services = 'SMTP', file?: string): MadeCertificate {
    const now = Date.now();
    const made = makeCertificate({
      commonName: wish.dnsNames?.[0] ?? 'mail.contoso.com',
      notBefore: now - 300 * DAY,
      notAfter: now + 300 * DAY,
      ...wish,
    });
    if (file !== undefined) {
      this.directory.write(`store/${file}.pem`, made.certificatePem);
      this.directory.write(`store/${file}.key`, made.privateKeyPem, 0o600);
      return made;
    }
    this.directory.write(`store/${made.thumbprint}/certificate.pem`, made.certificatePem);
    this.directory.write(`store/${made.thumbprint}/privkey.pem`, made.privateKeyPem, 0o600);
    this.directory.write(`store/${made.thumbprint}/certificate.yaml`, `services: [${services}]\n`);
    return made;
  }

  async scan(): Promise<readonly NewEventRecord[]> {
    await using session = await openSession({ config: this.directory.at('mailcertd.yaml'), stores: [] }, 'en');
    return (await session.operations.scan({}, new AbortController().signal)).findings;
  }

  /** Runs a command of an event in a shell, without a terminal. */
  type(remedy: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }> {
    this.directory.write('bin/mailcertd', `#!/bin/sh\nexec ${process.execPath} ${PROGRAM} "$@"\n`, 0o755);
    const env = { PATH: `${this.directory.at('bin')}:${process.env['PATH']}`, LC_ALL: 'C.UTF-8' };
    return new Promise((answer) => {
      const child = execFile('sh', ['-c', shellWords(remedy)], { env }, (_, stdout, stderr) =>
        answer({ code: child.exitCode, output: stdout + stderr }),
      );
      child.stdin?.end();
    });
  }

  [Symbol.dispose](): void {
    this.directory[Symbol.dispose]();
  }
}

const past = (): number => Date.now() - HOUR;
const OWN = { dnsNames: ['mail.contoso.com'] };
const COMPUTERS = { dnsNames: ['mail01.contoso.com', 'MAIL01'] };

interface Situation {
  readonly what: string;
  readonly eventId: number;
  /** The words after the program and its configuration. */
  readonly remedy: RegExp;
  readonly prepare: (host: Host) => void;
}

const SITUATIONS: readonly Situation[] = [
  {
    what: 'no certificate has the name',
    eventId: 12014,
    remedy: /^certificates new --domain-name mail\.contoso\.com --services SMTP$/,
    prepare: (host) => {
      host.configure();
      host.lay(COMPUTERS);
    },
  },
  {
    what: 'it is not enabled for SMTP',
    eventId: 12014,
    remedy: /^certificates enable [0-9A-F]{40} --services SMTP$/,
    prepare: (host) => {
      host.configure();
      host.lay(OWN, 'IMAP');
    },
  },
  {
    what: 'it is not enabled for SMTP, and is among others',
    eventId: 12014,
    remedy: /^certificates import \S+mail\.pem --services SMTP$/,
    prepare: (host) => {
      host.configure();
      host.lay(OWN, '', 'mail');
      host.lay({ dnsNames: ['other.contoso.com'] }, '', 'other');
      host.directory.write('store/certificate.yaml', 'services: [IIS]\n');
    },
  },
  {
    what: 'it is self-signed and has expired',
    eventId: 12014,
    remedy: /^certificates renew [0-9A-F]{40}$/,
    prepare: (host) => {
      host.configure();
      host.lay({ ...OWN, notAfter: past() });
    },
  },
  {
    what: 'under the rules of 2019 it is self-signed and has expired',
    eventId: 12016,
    remedy: /^certificates renew [0-9A-F]{40}$/,
    prepare: (host) => {
      host.configure('profile: exchange-2019\n');
      host.lay({ ...OWN, notAfter: past() });
    },
  },
  {
    what: 'it is self-signed and expiring',
    eventId: 12018,
    remedy: /^certificates renew [0-9A-F]{40}$/,
    prepare: (host) => {
      host.configure();
      host.lay({ ...OWN, notAfter: Date.now() + 2 * DAY });
    },
  },
  {
    what: 'the recorded internal certificate has expired',
    eventId: 12015,
    remedy: /^certificates renew [0-9A-F]{40}$/,
    prepare: (host) => {
      host.configure();
      const { thumbprint } = host.lay({ ...COMPUTERS, notAfter: past() });
      host.directory.link('store/internal-transport', thumbprint);
    },
  },
  {
    what: 'the internal certificate, which is not recorded, has expired',
    eventId: 12015,
    remedy: /^certificates renew [0-9A-F]{40}$/,
    prepare: (host) => {
      host.configure();
      host.lay({ ...COMPUTERS, notAfter: past() });
    },
  },
  {
    what: 'the recorded internal certificate is expiring',
    eventId: 12017,
    remedy: /^certificates renew [0-9A-F]{40}$/,
    prepare: (host) => {
      host.configure();
      const { thumbprint } = host.lay({ ...COMPUTERS, notAfter: Date.now() + 2 * DAY });
      host.directory.link('store/internal-transport', thumbprint);
    },
  },
  {
    what: 'the recorded internal certificate is missing',
    eventId: 12013,
    remedy: /^certificates new .*--force$/,
    prepare: (host) => {
      host.configure();
      host.lay({ dnsNames: ['other.contoso.com'] });
      host.directory.link('store/internal-transport', 'AB'.repeat(20));
    },
  },
];

describe('the fix that a refusal prints, typed as printed', () => {
  it('moves a certificate into its own directory, and the connector still selects it', {
    timeout: 30_000,
  }, async () => {
    using host = new Host();
    host.configure();
    const { thumbprint } = host.lay(OWN, '', 'mail');
    host.lay({ dnsNames: ['other.contoso.com'] }, '', 'other');
    const selectedThumbprint = async (): Promise<string | undefined> => {
      await using session = await openSession({ config: host.directory.at('mailcertd.yaml'), stores: [] }, 'en');
      const { connectors } = await session.operations.scan({}, new AbortController().signal);
      const selection = connectors[0]?.selection;
      return selection?.kind === 'chosen' ? selection.chosen.certificate.thumbprint : selection?.kind;
    };
    expect(await selectedThumbprint()).toBe(thumbprint);
    const config = ['mailcertd', '--config', host.directory.at('mailcertd.yaml'), 'certificates'];
    const { code, output } = await host.type([...config, 'enable', thumbprint, '--services', 'IIS']);
    expect([code, output.trimEnd().split('\n').length]).toEqual([1, 1]);
    const [, shown = ''] = /settings of its own; import it: (.*), then remove the file$/m.exec(output) ?? [];
    expect(shown).toMatch(/ certificates import \S+mail\.pem --services IIS,SMTP$/);
    expect((await host.type(shown.split(' '))).code).toBe(0);
    for (const name of ['mail.pem', 'mail.key']) rmSync(host.directory.at('store', name));
    expect(await selectedThumbprint()).toBe(thumbprint);
  });
});

describe('the remedy of an event, typed as printed, resolves it', () => {
  it.each(SITUATIONS)('$eventId, if $what', { timeout: 30_000 }, async ({ eventId, remedy, prepare }) => {
    using host = new Host();
    prepare(host);
    const before = await host.scan();
    const [typed, ...further] = before.find((record) => record.eventId === eventId)?.remedy ?? [];
    if (typed === undefined)
      throw new Error(`${eventId} has no remedy, or was not reported: ${before.map((record) => record.eventId)}`);
    expect(further).toEqual([]);
    const own = typed[0] === 'mailcertd' ? typed.slice(3) : typed;
    expect(shellWords(own)).toMatch(remedy);
    const { code, output } = await host.type(typed);
    expect([code, output]).toEqual([0, expect.any(String)]);
    const after = await host.scan();
    expect(after.filter((record) => record.eventId === eventId)).toEqual([]);
    expect(after.filter(({ level }) => level === 'Error').length).toBeLessThanOrEqual(
      before.filter(({ level }) => level === 'Error').length,
    );
  });
});

const INTERNAL = [12013, 12015, 12017, 12022, 12023];

describe('if the configuration names the internal transport certificate', () => {
  const spare = (host: Host): MadeCertificate => host.lay(COMPUTERS);
  it.each<[string, (host: Host) => string, readonly string[]]>([
    [
      'it has expired',
      (host) => host.lay({ ...COMPUTERS, notAfter: past() }).thumbprint,
      ['12015: renew', '12015: the line'],
    ],
    [
      'it expires soon',
      (host) => host.lay({ ...COMPUTERS, notAfter: Date.now() + 2 * DAY }).thumbprint,
      ['12017: renew', '12017: the line'],
    ],
    [
      'it has expired, and another is there',
      (host) => {
        spare(host);
        return host.lay({ dnsNames: ['internal.contoso.com'], notAfter: past() }).thumbprint;
      },
      ['12015: the line'],
    ],
    ['it is gone', () => 'AB'.repeat(20), ['12013: new', '12023: the line']],
    [
      'it is gone, and another is there',
      (host) => {
        spare(host);
        return 'AB'.repeat(20);
      },
      ['12023: the line'],
    ],
    [
      'its file is torn, and another is there',
      (host) => {
        spare(host);
        host.directory.write(`store/${'AB'.repeat(20)}/certificate.pem`, '-----BEGIN CERTIFICATE-----\nMIIB');
        return 'AB'.repeat(20);
      },
      ['12022: the line'],
    ],
  ])(
    'the printed configuration line resolves a condition that commands cannot resolve, if %s',
    {
      timeout: 60_000,
    },
    async (_, prepare, expected) => {
      using host = new Host();
      host.configure(`internalTransportCertificate: ${prepare(host)}\n`);
      const steps: string[] = [];
      for (;;) {
        const found = (await host.scan()).find(({ eventId }) => INTERNAL.includes(eventId));
        if (found === undefined || steps.length > expected.length) break;
        const { configurationLine = '' } = found.facts;
        const [line = ''] = /^internalTransportCertificate: [0-9A-F]{40}$/.exec(configurationLine) ?? [];
        if (line === '') {
          expect(configurationLine).toBe('internalTransportCertificate: THUMBPRINT');
          const [typed = []] = found.remedy;
          expect((await host.type(typed)).code).toBe(0);
          steps.push(`${found.eventId}: ${typed[4]}`);
        } else {
          host.configure(`${line}\n`);
          steps.push(`${found.eventId}: the line`);
        }
      }
      expect(steps).toEqual(expected);
    },
  );

  it('the line is printed in both languages, and not if the store keeps the record', async () => {
    using host = new Host();
    const { thumbprint } = host.lay({ ...COMPUTERS, notAfter: past() });
    const loggedEvents = async (): Promise<readonly string[]> => {
      const found = (await host.scan()).find(({ eventId }) => eventId === 12015);
      if (found === undefined) throw new Error('12015 was not reported');
      const rendering = { helpLink: '', offsetMinutes: () => 0, definitionOf };
      return (['en', 'ja'] as const).map((locale) => messageLines(found, { ...rendering, locale }).join('\n'));
    };
    host.configure();
    for (const text of await loggedEvents()) expect(text).not.toContain('internalTransportCertificate');
    host.configure(`internalTransportCertificate: ${thumbprint}\n`);
    for (const text of await loggedEvents()) expect(text).toContain('internalTransportCertificate: THUMBPRINT');
  });
});
