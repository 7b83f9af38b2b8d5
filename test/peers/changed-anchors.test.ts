import { execFile, spawn } from 'node:child_process';
import { mkdirSync, renameSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DAY } from '../../src/domain/time.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needs } from './needs.ts';
import { runTlsServer, type TlsServer } from './run-tls-server.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/main/bin.js');
const NAME = 'mail01.contoso.com';
/** Twice the time in which a repair is detected, because the machine may be busy. */
const SOON = { timeout: 60_000, interval: 300 };
const OK = 0;
const UNKNOWN = 3;

interface Recorded {
  readonly at: number;
  readonly change: string;
  readonly facts: { readonly connectors?: readonly string[]; readonly cleared?: { readonly eventId: number } };
}

describe.runIf(needs('openssl'))('a server whose CA is removed and added, probed every quarter of an hour', () => {
  const lifetime = { notBefore: Date.now() - DAY, notAfter: Date.now() + 400 * DAY };
  const ca = makeCertificate({ commonName: 'Contoso CA', isCa: true, ...lifetime });
  const leaf = makeCertificate({ commonName: NAME, issuer: ca, ...lifetime });
  let directory: TemporaryDirectory;
  const servers: TlsServer[] = [];
  let daemon: ReturnType<typeof spawn>;
  let configuration: string;

  const mailcertd = (...args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string }> =>
    new Promise((done) => {
      execFile(process.execPath, [PROGRAM, '--config', configuration, ...args], (error, stdout) =>
        done({ code: Number(error?.code ?? 0), stdout }),
      );
    });
  const check = async (): Promise<number> => (await mailcertd('check')).code;
  const open = async (): Promise<readonly number[]> => {
    const { stdout } = await mailcertd('conditions', '--format', 'json');
    return JSON.parse(stdout)
      .map(({ eventId }: { eventId: number }) => eventId)
      .toSorted((a: number, b: number) => a - b);
  };
  const events = async (): Promise<readonly Recorded[]> => {
    const { stdout } = await mailcertd('events', '--format', 'json', '-n', '50');
    return stdout
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text))
      .map((line) => ({ ...line.mailcertd, at: Date.parse(line['@timestamp']) }));
  };
  /** Waits until these conditions are open, and returns every answer of `check` until then. */
  const checksUntil = async (...eventIds: readonly number[]): Promise<readonly number[]> => {
    const codes: number[] = [];
    await vi.waitUntil(async () => {
      codes.push(await check());
      return (await open()).join() === eventIds.join();
    }, SOON);
    return codes;
  };

  beforeAll(async () => {
    directory = temporaryDirectory();
    directory.write('anchors/contoso.pem', ca.certificatePem);
    // A change in a directory with a monitored file would cause a scan.
    mkdirSync(directory.at('away'));
    directory.write('own/contoso.pem', ca.certificatePem);
    const file = directory.write('certificates/mail.pem', `${leaf.privateKeyPem}${leaf.certificatePem}`, 0o600);
    const args = ['s_server', '-accept', '127.0.0.1:0', '-cert', file, '-key', file];
    // Each connector has a server, because connectors with one URL are probed together.
    const probe = async (): Promise<string> => {
      const server = await runTlsServer('openssl', args, /ACCEPT 127\.0\.0\.1:(\d+)/);
      servers.push(server);
      return `probe: { url: "tls://127.0.0.1:${server.port}", name: ${NAME} }`;
    };
    const own = `trust: [{ enterprise: ${directory.at('own')} }]`;
    configuration = directory.write(
      'mailcertd.yaml',
      [
        `computer: ${NAME}`,
        `stateDirectory: ${directory.at('state')}`,
        'http: off',
        `trust: [{ enterprise: ${directory.at('anchors')} }]`,
        'stores: []',
        'internalTransportCertificate: none',
        'connectors:',
        `  - { name: Files, direction: receive, fqdn: ${NAME}, certificateFile: ${file}, ${await probe()} }`,
        `  - { name: Watch, direction: receive, selectCertificate: false, ${await probe()} }`,
        `  - { name: Own, direction: receive, selectCertificate: false, ${own}, ${await probe()} }`,
        '',
      ].join('\n'),
    );
    daemon = spawn(process.execPath, [PROGRAM, '--config', configuration, '-q', 'run'], { stdio: 'ignore' });
    await vi.waitUntil(async () => (await check()) === OK, SOON);
  });

  afterAll(async () => {
    const ended = new Promise((done) => daemon?.once('close', done));
    if (daemon?.kill('SIGTERM')) await ended;
    for (const server of servers) await server[Symbol.asyncDispose]();
    directory?.[Symbol.dispose]();
  });

  it.each<[anchors: string, eventIds: readonly number[], names: readonly string[]]>([
    ['own', [1407], ['Own']],
    ['anchors', [1305, 1407], ['Files', 'Watch']],
  ])(
    'check is never OK without the CA in %s, and the conditions %j are cleared within half a minute',
    async (anchors, ids, names) => {
      const before = (await events()).length;
      const change = async (wanted: string): Promise<readonly Recorded[]> =>
        (await events()).slice(before).filter((record) => record.change === wanted);
      renameSync(directory.at(`${anchors}/contoso.pem`), directory.at('away/contoso.pem'));
      const codes = await checksUntil(...ids);
      expect(codes[0]).toBe(UNKNOWN);
      expect(codes).not.toContain(OK);
      const raised = await change('raised');
      expect(raised.flatMap(({ facts }) => facts.connectors ?? []).toSorted()).toEqual(names);

      const addedAt = Date.now();
      renameSync(directory.at('away/contoso.pem'), directory.at(`${anchors}/contoso.pem`));
      await checksUntil();
      const cleared = await change('cleared');
      expect(cleared.map(({ facts }) => facts.cleared?.eventId).toSorted()).toEqual(ids);
      expect(Math.max(...cleared.map(({ at }) => at - addedAt))).toBeLessThan(30_000);
      expect(await check()).toBe(OK);
    },
  );
});
