import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { needs, needsRoot } from '../peers/needs.ts';
import { Scene } from './scene.ts';

const NOON = Date.UTC(2026, 10, 24, 12);

describe('a stop during a scan', () => {
  test('aborts it: a partial result is never reported as unavailable or as resolved', async () => {
    await using scene = new Scene(NOON);
    scene.configure(
      'stores: [{ name: My, path: store }]\nconnectors: [{ name: Internet, direction: receive, fqdn: mail.contoso.com }]\n',
    );
    const other = makeCertificate({ commonName: 'x.contoso.com', notBefore: NOON - DAY, notAfter: NOON + 365 * DAY });
    for (let each = 0; each < 60; each += 1) scene.directory.write(`store/${each}.pem`, other.certificatePem);
    expect(await scene.start()).toEqual(['12014(mail.contoso.com; Internet; mail.contoso.com)']);
    for (let round = 0; round < 12; round += 1) {
      scene.now = NOON + HOUR + round;
      void scene.pass();
      await wait(round % 4);
      await scene.stop();
      expect(await scene.start()).toEqual([]);
    }
  });
});

describe.runIf(needsRoot() && needs('mount'))('a stop on a full disk', () => {
  test('leaves no lock: the failed write is logged, and another daemon can start', async () => {
    await using scene = new Scene(NOON);
    scene.configure('stores: [{ name: Other, path: store }]\n');
    mkdirSync(scene.directory.at('store'));
    mkdirSync(scene.directory.at('state'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=900k', 'tmpfs', scene.directory.at('state')]);
    try {
      await scene.start();
      const filler = openSync(scene.directory.at('state/filler'), 'w');
      expect(() => {
        for (;;) writeSync(filler, Buffer.alloc(4096));
      }).toThrow(/ENOSPC/);
      closeSync(filler);
      await scene.stop();
      expect(scene.diagnosed.join('\n')).toContain('while stopping: cannot record the stop');
      rmSync(scene.directory.at('state/filler'));
      expect(await scene.start()).toEqual([]);
      await scene.stop();
    } finally {
      execFileSync('umount', [scene.directory.at('state')]);
    }
  });
});
