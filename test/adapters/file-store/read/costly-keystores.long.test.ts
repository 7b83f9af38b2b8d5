import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type StartReadingThread,
  startReadingThread,
} from '../../../../src/adapters/file-store/cache/reading-thread.ts';
import { OpeningBudget } from '../../../../src/adapters/file-store/open/opening-budget.ts';
import { openStore } from '../../../../src/adapters/file-store/open-store.ts';
import type { StoreSnapshot } from '../../../../src/domain/connector/store-snapshot.ts';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import type { ScanResult } from '../../../../src/domain/scan-result.ts';
import type { CertificateStore } from '../../../../src/work/ports/stores.ts';
import { costlyKeystore } from '../../../fixtures/keystores.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { CLOCK, definition, made } from '../scans.ts';

const mail = made();
/** Too many for the main thread, and few enough to be fast. */
const ITERATIONS = 60_000;
const THREAD = new URL('../../../../dist/main/reading-thread.js', import.meta.url);

/** A budget that counts its use. */
class CountedBudget extends OpeningBudget {
  spent = 0;

  override spend(rounds: number): void {
    this.spent += rounds;
    super.spend(rounds);
  }
}

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
  mkdirSync(directory.at('store'));
});
afterEach(() => directory[Symbol.dispose]());

function storeWith(
  budget: OpeningBudget,
  { name = 'store', passwords = ['another'], startThread }: Partial<StoreWish> = {},
): CertificateStore {
  const passwordFiles = passwords.map((password, at) => directory.write(`password-${name}-${at}`, password));
  const options = { minReliableAgeMs: -60_000, budget, startThread };
  return openStore({ ...definition(directory.at(name), name), passwordFiles }, CLOCK, options);
}

interface StoreWish {
  readonly name: string;
  readonly passwords: readonly string[];
  readonly startThread: StartReadingThread;
}

const read = (store: CertificateStore): Promise<ScanResult<StoreSnapshot>> => store.read(new AbortController().signal);

/** Returns the result of each file in a store: `name reason`. */
async function reasons(store: CertificateStore, name = 'store'): Promise<readonly string[]> {
  const result = await read(store);
  if (result.kind === 'unavailable') return [`blind ${result.problem.reason}`];
  return result.problems
    .map(({ reason, location }) => `${location.slice(directory.at(name).length + 1)} ${reason}`)
    .sort();
}

function exported(password: string, iterations: number): Buffer {
  const args = ['pkcs12', '-export', '-passout', `pass:${password}`, '-iter', String(iterations)];
  return execFileSync('openssl', args, { input: mail.privateKeyPem + mail.certificatePem, stdio: 'pipe' });
}

describe('keystores that take many iterations', () => {
  it('take none if only the empty password can be tried', async () => {
    for (let at = 0; at < 110; at += 1)
      directory.write(`store/${at}.p12`, costlyKeystore(at % 2 === 0 ? 2_900_000 : 3_000_000));
    directory.write('store/mail.pem', mail.certificatePem);
    const budget = new CountedBudget();
    const result = await read(storeWith(budget, { passwords: [] }));
    if (result.kind === 'unavailable') throw new Error(failureText(result.problem.failure, 'en'));
    expect(result.value.certificates).toHaveLength(1);
    expect(result.problems).toHaveLength(110);
    const reasons = result.problems.map(({ reason }) => reason);
    expect(new Set(reasons)).toEqual(new Set(['password_missing', 'too_many_iterations']));
    expect(budget.spent).toBe(0);
  });

  it('are opened over several scans, at least one in each, and no scan spends more than its budget and one file', async () => {
    for (let at = 0; at < 4; at += 1) directory.write(`store/${at}.p12`, costlyKeystore(ITERATIONS));
    directory.write('store/mail.pem', mail.certificatePem);
    const budget = new CountedBudget(1);
    const store = storeWith(budget);
    const left = ['0', '1', '2', '3'];
    const opened: string[] = [];
    while (left.length > 0) {
      opened.push(`${left.shift()}.p12 password_wrong`);
      expect(await reasons(store)).toEqual([...opened, ...left.map((at) => `${at}.p12 not_checked`)].sort());
      // The configured password, and the empty one in its two forms.
      expect(budget.spent).toBeLessThanOrEqual(opened.length * 3 * (ITERATIONS + 64));
    }
    const done = budget.spent;
    expect(await reasons(store)).toEqual(opened);
    expect(budget.spent).toBe(done);
  });

  it('hide their possible content until they were opened', async () => {
    for (const name of ['a', 'b']) directory.write(`store/${name}.p12`, exported('secret', ITERATIONS));
    const store = storeWith(new OpeningBudget(1), { passwords: ['secret'] });
    const [first, second] = [await read(store), await read(store)];
    if (first.kind === 'unavailable' || second.kind === 'unavailable') throw new Error('unavailable');
    expect(first.value.unreadablePaths).toEqual([directory.at('store/b.p12')]);
    expect(first.value.certificates.map(({ location }) => location.path)).toEqual([directory.at('store/a.p12')]);
    expect(second.value.unreadablePaths).toEqual([]);
    expect(second.value.certificates.map(({ key }) => key.kind)).toEqual(['matches']);
  });

  it('of one store do not prevent another from opening its own', async () => {
    mkdirSync(directory.at('other'));
    directory.write('store/mail.pem', mail.certificatePem);
    for (let at = 0; at < 3; at += 1) directory.write(`store/${at}.p12`, costlyKeystore(ITERATIONS));
    directory.write('other/mail.p12', exported('secret', ITERATIONS));
    const budget = new OpeningBudget(1);
    const hostile = storeWith(budget);
    const other = storeWith(budget, { name: 'other', passwords: ['secret'] });
    expect(await reasons(hostile)).toContain('2.p12 not_checked');
    const result = await read(other);
    expect(result.kind === 'available' && result.value.certificates).toHaveLength(1);
  });

  it('cause another hint when some are left', async () => {
    for (let at = 0; at < 2; at += 1) directory.write(`store/${at}.p12`, costlyKeystore(ITERATIONS));
    directory.write('store/mail.pem', mail.certificatePem);
    const store = storeWith(new OpeningBudget(1));
    let hints = 0;
    let hinted = (): void => undefined;
    const first = new Promise<void>((resolve) => {
      hinted = resolve;
    });
    using _ = store.watch(() => {
      hints += 1;
      hinted();
    });
    await read(store);
    await first;
    const result = await store.read(new AbortController().signal, 'changed');
    expect(result.kind === 'available' && result.problems.map(({ reason }) => reason)).toEqual([
      'password_wrong',
      'password_wrong',
    ]);
    expect(hints).toBe(1);
  });

  it('are opened on the second thread, so that the main thread is free', async () => {
    directory.write('store/mail.p12', exported('secret', 600_000));
    const started: string[] = [];
    const startThread: StartReadingThread = () => {
      started.push('thread');
      const passwordFiles = [directory.at('password-store-0')];
      return startReadingThread(THREAD, { passwordFiles, willRescan: true });
    };
    const before = performance.eventLoopUtilization();
    const store = storeWith(new OpeningBudget(), { passwords: ['secret'], startThread });
    const result = await read(store);
    const { utilization } = performance.eventLoopUtilization(before);
    expect(result.kind === 'available' && result.value.certificates.map(({ key }) => key.kind)).toEqual(['matches']);
    expect(started).toEqual(['thread']);
    expect(utilization).toBeLessThan(0.5);
  });

  it('are read on the second thread when they are large, whatever their content', async () => {
    const element = Buffer.from('30800000', 'hex');
    directory.write(
      'store/endless.p7b',
      Buffer.concat([Buffer.from('308006092a864886f70d010702a0803080', 'hex'), Buffer.alloc(15_000_000, element)]),
    );
    directory.write('store/mail.pem', mail.certificatePem);
    const startThread: StartReadingThread = () => startReadingThread(THREAD, { passwordFiles: [], willRescan: true });
    const before = performance.eventLoopUtilization();
    const result = await read(storeWith(new OpeningBudget(), { passwords: [], startThread }));
    expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5);
    expect(result.kind === 'available' && result.value.certificates).toHaveLength(1);
  });
});
