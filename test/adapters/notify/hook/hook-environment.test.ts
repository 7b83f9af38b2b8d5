import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hookEnvironment } from '../../../../src/adapters/notify/hook/hook-environment.ts';

const byteCountOf = (environment: Readonly<Record<string, string>>): number =>
  Object.entries(environment).reduce((sum, [name, value]) => sum + Buffer.byteLength(`${name}=${value}\0`), 0);

describe('the environment of a hook', () => {
  it("is the alert's variables, and PATH, LANG and TZ of the daemon", () => {
    const daemon = { PATH: '/bin', LANG: 'ja_JP.UTF-8', TZ: 'Asia/Tokyo', MAILCERTD_TOKEN: 'x', HOME: '/root' };
    expect(hookEnvironment({ MAILCERTD_FQDN: 'mail.contoso.com' }, daemon)).toEqual({
      PATH: '/bin',
      LANG: 'ja_JP.UTF-8',
      TZ: 'Asia/Tokyo',
      MAILCERTD_FQDN: 'mail.contoso.com',
    });
  });

  it.each([{}, { PATH: '' }])('has a usual PATH if the daemon has none', (daemon) => {
    expect(hookEnvironment({}, daemon)).toEqual({ PATH: expect.stringContaining('/usr/bin:') });
  });

  it('names variables that are too long, and keeps the rest', () => {
    const long = 'é'.repeat(70_000);
    expect(hookEnvironment({ LONG: long, SHORT: 'x', ALSO: long }, { PATH: '/bin' })).toEqual({
      PATH: '/bin',
      SHORT: 'x',
      MAILCERTD_LEFT_OUT: 'ALSO LONG',
    });
  });

  it('contains no NUL', () => {
    expect(hookEnvironment({ X: 'a\0b' }, { PATH: '/bin' })['X']).toBe('a\\x00b');
  });

  it('never exceeds 128 KiB, and names each missing variable', () => {
    const name = fc.stringMatching(/^MAILCERTD_[A-Z]{1,12}$/);
    const value = fc
      .tuple(fc.string({ unit: 'binary' }), fc.integer({ min: 0, max: 3000 }))
      .map(([s, n]) => s.repeat(n));
    fc.assert(
      fc.property(fc.dictionary(name, value, { maxKeys: 30 }), (variables) => {
        const made = hookEnvironment(variables, { PATH: '/bin' });
        expect(byteCountOf(made)).toBeLessThanOrEqual(128 * 1024);
        const leftOut = made['MAILCERTD_LEFT_OUT']?.split(' ') ?? [];
        expect(
          Object.keys(variables)
            .filter((key) => !(key in made))
            .sort(),
        ).toEqual(leftOut);
      }),
    );
  });
});
