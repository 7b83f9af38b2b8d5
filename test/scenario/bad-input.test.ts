import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, truncateSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { Scene } from './scene.ts';

const NOON = Date.UTC(2026, 10, 24, 12);

describe('invalid files in a store', () => {
  test('cause one event for each reason, and hide no good certificate', async () => {
    await using scene = new Scene(NOON);
    scene.configure(
      'stores: [{ name: My, path: store }]\nconnectors: [{ name: Internet, direction: receive, fqdn: mail.contoso.com }]\n',
    );
    const make = (commonName: string, notBefore: number, notAfter: number) =>
      makeCertificate({ commonName, notBefore, notAfter });
    const good = make('mail.contoso.com', NOON - DAY, NOON + 365 * DAY);
    const far = make('far.contoso.com', NOON - DAY, Date.UTC(9999, 11, 31, 23, 59, 59));
    const early = make('early.contoso.com', Date.UTC(1951, 0, 1), Date.UTC(1969, 11, 31, 23, 59, 59));
    const { directory } = scene;
    directory.write(
      'store/bundle.pem',
      `${good.certificatePem.slice(0, 120)}\n-----END CERTIFICATE-----\n${good.certificatePem}${good.privateKeyPem}`,
    );
    directory.write('store/cut.pem', far.certificatePem.slice(0, 200));
    directory.write('store/far.pem', far.certificatePem + far.privateKeyPem);
    directory.write('store/early.pem', early.certificatePem + early.privateKeyPem);
    directory.write('store/notes.txt', 'remember the milk\n');
    execFileSync('mkfifo', [directory.at('store/pipe.pem')]);
    symlinkSync('round.pem', directory.at('store/round.pem'));
    directory.write('store/huge.pem', '');
    truncateSync(directory.at('store/huge.pem'), 2 ** 30);
    const server = createServer().listen(directory.at('store/socket.pem'));
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      const events = await scene.start();
      expect([...events].sort()).toEqual([
        '1102(My; not_a_regular_file; 2)',
        '1102(My; pem_bad_base64; 1)',
        '1102(My; pem_unterminated; 1)',
        '1102(My; symlink_loop; 1)',
        '1102(My; too_large; 1)',
        '1300(My; 1)',
      ]);
    } finally {
      server.close();
    }
    for (const name of ['pipe.pem', 'round.pem', 'huge.pem', 'cut.pem', 'bundle.pem', 'socket.pem'])
      rmSync(directory.at('store', name), { force: true });
    directory.write('store/mail.pem', good.certificatePem + good.privateKeyPem);
    const cleared = await scene.pass(NOON + HOUR);
    expect(cleared).toHaveLength(5);
    expect(cleared.every((event) => event.startsWith('1900(1102;'))).toBe(true);
  });

  for (const [title, place, reason] of [
    ['is missing', () => undefined, 'not_found'],
    ['is a FIFO', (path: string) => execFileSync('mkfifo', [path]), 'not_a_regular_file'],
    ['is a link to itself', (path: string) => symlinkSync(path, path), 'symlink_loop'],
  ] as const) {
    test(`a store whose path ${title} is unreadable, and nothing is claimed about it`, async () => {
      await using scene = new Scene(NOON);
      scene.configure(
        'stores: [{ name: Other, path: other }]\nconnectors: [{ name: Internet, direction: receive, fqdn: mail.contoso.com }]\n',
      );
      place(scene.directory.at('other'));
      expect(await scene.start()).toEqual([`1100(Other; ${scene.directory.at('other')}; ${reason})`]);
      rmSync(scene.directory.at('other'), { force: true });
      mkdirSync(scene.directory.at('other'));
      const events = await scene.pass(NOON + HOUR);
      expect(events).toEqual(['12014(mail.contoso.com; Internet; mail.contoso.com)', '1900(1100; Other; 3600)']);
    });
  }
});
