import { execFileSync } from 'node:child_process';
import { chmodSync, renameSync, rmSync, utimesSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/file-store/open-store.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { CHANGES } from './changes.ts';
import { Lateness } from './lateness.ts';
import { CLOCK, definition, made, places, seen, storeAt, unavailableResult } from './scans.ts';

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory[Symbol.dispose]());

const NAMED_CHANGES = CHANGES.map((change) => [change.title, change] as const);

const one = made('mail.contoso.com');
const other = made('mail.contoso.com');

/** Trusts the times of files at once, so that unchanged files are not read again. */
const AT_ONCE = { minReliableAgeMs: -1000 };

describe('another scan', () => {
  it('returns the same snapshot object while nothing changes', async () => {
    directory.write('a/mail.pem', one.certificatePem);
    directory.write('a/privkey.pem', one.privateKeyPem);
    directory.write('a/certificate.yaml', 'services: [IMAP]');
    directory.write('README', 'text');
    directory.link('b.pem', 'a/mail.pem');
    const store = storeAt(directory.path, AT_ONCE);
    const first = (await seen(store)).value;
    expect((await seen(store)).value).toBe(first);
    utimesSync(directory.at('a/mail.pem'), 1, 1);
    expect((await seen(store)).value).toBe(first);
    directory.write('README', 'another text');
    expect((await seen(store)).value).toBe(first);
    renameSync(directory.write('.fresh', one.certificatePem), directory.at('a/mail.pem'));
    rmSync(directory.at('b.pem'));
    expect((await seen(store)).value).toBe(first);
  });

  it('returns the same snapshot object after an unavailable one', async () => {
    directory.write('store/mail.pem', one.certificatePem);
    const store = storeAt(directory.at('store'));
    const first = (await seen(store)).value;
    renameSync(directory.at('store'), directory.at('away'));
    expect((await unavailableResult(store)).problem.reason).toBe('not_found');
    renameSync(directory.at('away'), directory.at('store'));
    expect((await seen(store)).value).toBe(first);
  });

  it.each(NAMED_CHANGES)('detects a certificate %s', async (_title, { before, change }) => {
    const store = storeAt(before(directory, one.certificatePem), AT_ONCE);
    const first = (await seen(store)).value;
    expect(first.certificates.map(({ certificate }) => certificate.thumbprint)).toEqual([one.thumbprint]);
    change(directory, other.certificatePem);
    const second = (await seen(store)).value;
    expect(second.certificates.map(({ certificate }) => certificate.thumbprint)).toEqual([other.thumbprint]);
  });

  it.each(['store', 'store/*.crt', 'store/mail.crt'])(
    'of %s detects a key that is added, removed, or replaced by another one',
    async (part) => {
      directory.write('store/mail.crt', one.certificatePem);
      const store = storeAt(directory.at(part), AT_ONCE);
      const verdict = async (): Promise<string[]> => {
        const first = await seen(store);
        expect((await seen(store)).value).toBe(first.value);
        return places(first.value.certificates, directory.at('store'));
      };
      expect(await verdict()).toEqual(['mail.crt#0 missing']);
      directory.write('store/mail.key', one.privateKeyPem);
      expect(await verdict()).toEqual(['mail.crt#0 matches']);
      directory.write('store/mail.key', other.privateKeyPem);
      expect(await verdict()).toEqual(['mail.crt#0 differs']);
      rmSync(directory.at('store/mail.key'));
      expect(await verdict()).toEqual(['mail.crt#0 missing']);
    },
  );

  it('detects added services, and a removed file', async () => {
    directory.write('store/a/mail.pem', one.certificatePem);
    directory.write('store/b/mail.pem', other.certificatePem);
    const store = storeAt(directory.at('store'), AT_ONCE);
    const services = async (): Promise<unknown> =>
      (await seen(store)).value.certificates.map((stored) => stored.services);
    expect(await services()).toEqual([['SMTP'], ['SMTP']]);
    expect(await services()).toEqual([['SMTP'], ['SMTP']]);
    directory.write('store/a/certificate.yaml', 'services: [IMAP]');
    expect(await services()).toEqual([['IMAP'], ['SMTP']]);
    rmSync(directory.at('store/b'), { recursive: true });
    expect(await services()).toEqual([['IMAP']]);
  });

  it('works after aborted scans, and answers scans in their order', async () => {
    directory.write('mail.pem', one.certificatePem);
    const store = storeAt(directory.path);
    const reason = new Error('called off');
    const calledOff = store.read(AbortSignal.abort(reason));
    const [first, second] = [seen(store), seen(store)];
    await expect(calledOff).rejects.toBe(reason);
    expect((await first).value).toBe((await second).value);
  });
});

describe('a watched store', () => {
  /** Watches a store, and returns when the watches are set, which the first scan does. */
  async function watched(
    path: string,
  ): Promise<{ readonly next: () => Promise<void>; readonly stop: () => void; readonly hints: () => number }> {
    const store = storeAt(path);
    let count = 0;
    let wake = (): void => {};
    const watch = store.watch(() => {
      count += 1;
      wake();
    });
    await store.read(new AbortController().signal);
    return {
      hints: () => count,
      next: () =>
        new Promise((resolve) => {
          if (count > 0) resolve();
          wake = resolve;
        }),
      stop: () => watch[Symbol.dispose](),
    };
  }

  it.each(NAMED_CHANGES)('hints within a second at a certificate %s', async (_title, { before, change }) => {
    const { next, stop } = await watched(before(directory, one.certificatePem));
    using lateness = new Lateness();
    change(directory, other.certificatePem);
    const changed = performance.now();
    await next();
    expect(performance.now() - changed - lateness.ms).toBeLessThan(1000);
    stop();
  });

  it('does not hint at siblings in a directory that only links lead through', async () => {
    directory.write('middle/current/mail.pem', one.certificatePem);
    directory.link('store/mail.pem', '../middle/current/mail.pem');
    const { hints, next, stop } = await watched(directory.at('store'));
    directory.write('middle/sibling.pem', other.certificatePem);
    directory.write('sibling.pem', other.certificatePem);
    // The root directory is polled twice in this time.
    await setTimeout(1200);
    expect(hints()).toBe(0);
    directory.write('middle/current/mail.pem', other.certificatePem);
    await next();
    stop();
  });

  it('hints at files in a directory that did not exist at the start', async () => {
    const { next, stop } = await watched(directory.at('store'));
    directory.write('store/mail.pem', one.certificatePem);
    await next();
    stop();
  });

  it('hints at a permission that is removed or restored', async () => {
    directory.write('store/mail.pem', one.certificatePem);
    const { next, stop } = await watched(directory.at('store'));
    chmodSync(directory.at('store/mail.pem'), 0o600);
    await next();
    stop();
  });

  it.each(['rewritten', 'replaced', 'removed'] as const)(
    'a key file in another directory that is %s causes a hint, and the next scan of changes reads the key',
    async (how) => {
      const path = directory.write('certificates/mail.pem', one.certificatePem);
      const key = directory.write('keys/mail.key', one.privateKeyPem);
      const store = openStore({ ...definition(path), keyFiles: [key] }, CLOCK);
      const keyNow = async () => {
        const result = await store.read(new AbortController().signal, 'changed');
        return result.kind === 'available' ? result.value.certificates[0]?.key.kind : result;
      };
      const hints: (() => void)[] = [];
      using _watch = store.watch(() => hints.shift()?.());
      expect(await keyNow()).toBe('matches');
      const hinted = new Promise<void>((resolve) => hints.push(resolve));
      if (how === 'rewritten') directory.write('keys/mail.key', other.privateKeyPem);
      if (how === 'replaced') renameSync(directory.write('keys/new', other.privateKeyPem), key);
      if (how === 'removed') rmSync(key);
      await hinted;
      expect(await keyNow()).toBe(how === 'removed' ? 'missing' : 'differs');
    },
  );

  it('a password file that becomes right causes a hint, and the next scan of changes opens the keystore', async () => {
    const password = directory.write('passwords/mail', 'wrong');
    const path = directory.write(
      'stores/mail.p12',
      execFileSync('openssl', ['pkcs12', '-export', '-passout', 'pass:right'], {
        input: one.privateKeyPem + one.certificatePem,
      }),
    );
    const store = openStore({ ...definition(path), passwordFiles: [password] }, CLOCK);
    const hints: (() => void)[] = [];
    using _watch = store.watch(() => hints.shift()?.());
    const read = () => store.read(new AbortController().signal, 'changed');
    expect((await read()).kind).toBe('unavailable');
    const hinted = new Promise<void>((resolve) => hints.push(resolve));
    directory.write('passwords/mail', 'right');
    await hinted;
    expect((await read()).kind).toBe('available');
  });

  it('hints once at many changes together', async () => {
    directory.write('store/mail.pem', one.certificatePem);
    const { next, hints, stop } = await watched(directory.at('store'));
    for (let at = 0; at < 50; at += 1) directory.write(`store/${at}.pem`, one.certificatePem);
    await next();
    expect(hints()).toBe(1);
    stop();
  });

  it('watches new subdirectories, once they have been scanned', async () => {
    directory.write('store/mail.pem', one.certificatePem);
    const store = storeAt(directory.at('store'));
    let wake = (): void => {};
    const watch = store.watch(() => wake());
    const hint = (): Promise<void> => new Promise((resolve) => (wake = resolve));
    await seen(store);
    let hinted = hint();
    directory.write('store/below/mail.pem', one.certificatePem);
    await hinted;
    await seen(store);
    hinted = hint();
    directory.write('store/below/mail.pem', other.certificatePem);
    await hinted;
    watch[Symbol.dispose]();
  });

  it('hints at a change between the last scan and the start of the watch', async () => {
    directory.write('store/mail.pem', one.certificatePem);
    const store = storeAt(directory.at('store'));
    await seen(store);
    directory.write('store/mail.pem', other.certificatePem);
    let watch: Disposable | undefined;
    await new Promise<void>((resolve) => {
      watch = store.watch(resolve);
    });
    watch?.[Symbol.dispose]();
  });

  it('gives no hint after its watch is disposed of', async () => {
    directory.write('store/mail.pem', one.certificatePem);
    const store = storeAt(directory.at('store'));
    let hints = 0;
    store
      .watch(() => {
        hints += 1;
      })
      [Symbol.dispose]();
    let watch: Disposable | undefined;
    await new Promise<void>((resolve) => {
      watch = store.watch(resolve);
      void seen(store).then(() => directory.write('store/mail.pem', other.certificatePem));
    });
    watch?.[Symbol.dispose]();
    expect(hints).toBe(0);
  });
});
