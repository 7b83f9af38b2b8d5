import { expect, it } from 'vitest';
import { MINUTE } from '../../../src/domain/time.ts';
import { endpoint, NOT_OFFERED, presents, seen, silent, target } from '../presenting.ts';
import { CALM, connector, Life, NOON, stored } from '../world.ts';

const COUNT = 8000;
const GOOD = presents(stored('B', { dnsNames: ['mail.contoso.com'] }));

it.each(['silent', 'without STARTTLS'])(
  'the time to clear conditions grows with their number, not with its square: %s',
  { timeout: 300_000 },
  (state) => {
    const connectors = Array.from({ length: COUNT }, (_, index) => {
      const probe = target({ host: `mx${index}.contoso.com` });
      return connector(`C${index}`, 'mail.contoso.com', { probe, selectCertificate: false });
    });
    const life = new Life();
    /** Returns the duration of a scan, ms. */
    const scan = (isFaulty: boolean, now: number): number => {
      const bad =
        state === 'silent'
          ? seen(now, [endpoint(silent<never>(NOON, 3))])
          : seen(now, [endpoint(seen(now, NOT_OFFERED))]);
      const result = isFaulty ? bad : seen(now, [endpoint(seen(now, GOOD))]);
      const endpoints = new Map(connectors.map(({ name }) => [name, result]));
      const startedMs = performance.now();
      expect(life.pass({ ...CALM, connectors, now, endpoints })).toHaveLength(COUNT);
      return performance.now() - startedMs;
    };
    const raiseMs = scan(true, NOON);
    expect(scan(false, NOON + MINUTE) / raiseMs).toBeLessThan(15);
  },
);
