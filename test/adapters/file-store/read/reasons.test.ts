import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, renameSync, symlinkSync, truncateSync, utimesSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../../src/adapters/file-store/open-store.ts';
import { type Failure, isNestedFailure } from '../../../../src/domain/failure/failure.ts';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import { problemSaying } from '../../../domain/failure/problem-saying.ts';
import { saying } from '../../../domain/failure/saying.ts';
import { asUnprivileged } from '../../../fixtures/as-unprivileged.ts';
import { pem } from '../../../fixtures/make-certificate.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { writeJks } from '../../../formats/jks/write-jks.ts';
import { CLOCK, definition, made, seen, storeAt, unavailableResult } from '../scans.ts';

const good = made('good.contoso.com');
const bad = made('bad.contoso.com');
const keyed = { input: bad.privateKeyPem + bad.certificatePem, stdio: 'pipe' } as const;

function pkcs12(...args: readonly string[]): Buffer {
  return execFileSync('openssl', ['pkcs12', '-export', '-passout', 'pass:secret', ...args], keyed);
}

/** The position of the second block in a file. */
const SECOND = Buffer.byteLength(good.certificatePem);
const afterGood = (text: string): string => good.certificatePem + text;
const closed = bad.certificatePem;

interface Trap {
  readonly reason: string;
  /** The file name; left out: `bad.pem`. */
  readonly file?: string;
  readonly lay: (directory: TemporaryDirectory) => unknown;
  /** The block in the file; left out: the whole file. */
  readonly block?: number;
  readonly detail: RegExp;
  /** The code of the failure at the end of the causes. */
  readonly code: string;
  /** The password for keystores; left out: none. */
  readonly password?: string;
}

const atSecond = (directory: TemporaryDirectory, text: string): string =>
  directory.write('store/bad.pem', afterGood(text));
const torn = pem('CERTIFICATE', bad.der.subarray(0, 100));

const TRAPS: readonly Trap[] = [
  {
    reason: 'pem_unterminated',
    lay: (directory) => atSecond(directory, closed.replace('-----END', '----END')),
    block: 1,
    detail: new RegExp(`^at byte ${SECOND}: no END`),
    code: 'pem_without_end',
  },
  {
    reason: 'pem_bad_base64',
    lay: (directory) => atSecond(directory, closed.replace('\nMII', '\n!II')),
    block: 1,
    detail: new RegExp(`^at byte ${SECOND}: .*base64`),
    code: 'pem_not_base64',
  },
  {
    reason: 'der_truncated',
    lay: (directory) => atSecond(directory, torn),
    block: 1,
    detail: new RegExp(`^at byte ${SECOND}: truncated after 100 bytes$`),
    code: 'data_truncated',
  },
  {
    reason: 'der_malformed',
    lay: (directory) => atSecond(directory, pem('CERTIFICATE', Buffer.from('3003020500', 'hex'))),
    block: 1,
    detail: /^at byte \d+: the element at byte 2 is longer/,
    code: 'element_too_long',
  },
  {
    reason: 'der_trailing_bytes',
    lay: (directory) => atSecond(directory, pem('CERTIFICATE', Buffer.concat([bad.der, Buffer.from([0])]))),
    block: 1,
    detail: new RegExp(`^at byte \\d+: trailing data at byte ${bad.der.length} \\(1 byte\\)$`),
    code: 'data_after_end',
  },
  {
    reason: 'encoding_not_read',
    lay: (directory) => directory.write('store/bad.pem', Buffer.from(bad.certificatePem, 'utf16le')),
    detail: /^UTF-16$/,
    code: 'encoding_utf16',
  },
  {
    reason: 'certificate_malformed',
    lay: (directory) => atSecond(directory, pem('CERTIFICATE', noTime())),
    block: 1,
    detail: /^at byte \d+: notBefore: no valid time at byte \d+$/,
    code: 'certificate_time_invalid',
  },
  {
    reason: 'too_large',
    lay: (directory) => truncateSync(directory.write('store/bad.pem', ''), 2 ** 25),
    detail: /^33554432 bytes/,
    code: 'file_over_limit',
  },
  {
    reason: 'keystore_malformed',
    file: 'bad.jks',
    lay: (directory) =>
      directory.write('store/bad.jks', writeJks([{ alias: 'a', certificates: [bad.der] }]).subarray(0, 60)),
    detail: /outside/,
    code: 'jks_field_outside',
  },
  {
    reason: 'password_missing',
    file: 'bad.p12',
    lay: (directory) => directory.write('store/bad.p12', pkcs12()),
    detail: /none is configured/,
    code: 'no_password_configured',
  },
  {
    reason: 'password_wrong',
    file: 'bad.p12',
    lay: (directory) => directory.write('store/bad.p12', pkcs12()),
    password: 'another',
    detail: /^passwords tried: 1$/,
    code: 'passwords_without_match',
  },
  {
    reason: 'mac_unsupported',
    file: 'bad.p12',
    lay: (directory) => directory.write('store/bad.p12', pkcs12('-pbmac1_pbkdf2')),
    password: 'secret',
    detail: /./,
    code: 'said',
  },
  {
    reason: 'cipher_unsupported',
    file: 'bad.p12',
    lay: (directory) => directory.write('store/bad.p12', pkcs12('-certpbe', 'CAMELLIA-128-CBC')),
    password: 'secret',
    detail: /^1\.2\.392\./,
    code: 'said',
  },
  {
    reason: 'too_many_iterations',
    file: 'bad.p12',
    lay: (directory) => directory.write('store/bad.p12', hungry()),
    password: 'secret',
    detail: /iterations/,
    code: 'iterations_of_data',
  },
  {
    reason: 'key_encrypted',
    file: 'bad.key',
    lay: (directory) => [
      directory.write('store/bad.pem', bad.certificatePem),
      directory.write('store/bad.key', encryptedKey()),
    ],
    detail: /^$/,
    code: 'said',
  },
  {
    reason: 'key_malformed',
    file: 'bad.key',
    lay: (directory) => [
      directory.write('store/bad.pem', bad.certificatePem),
      directory.write('store/bad.key', pem('PRIVATE KEY', Buffer.from('no key'))),
    ],
    detail: /./,
    code: 'said',
  },
  {
    reason: 'symlink_loop',
    lay: (directory) => symlinkSync('bad.pem', directory.at('store/bad.pem')),
    detail: /^ELOOP$/,
    code: 'said',
  },
  {
    reason: 'not_found',
    lay: (directory) => symlinkSync('nothing', directory.at('store/bad.pem')),
    detail: /does not exist/,
    code: 'link_target_missing',
  },
  {
    reason: 'not_a_regular_file',
    lay: (directory) => execFileSync('mkfifo', [directory.at('store/bad.pem')]),
    detail: /^a FIFO$/,
    code: 'file_is_fifo',
  },
  {
    reason: 'configuration_invalid',
    file: 'bad/certificate.yaml',
    lay: (directory) => [
      directory.write('store/bad/bad.pem', bad.certificatePem),
      directory.write('store/bad/certificate.yaml', 'services: [NEWS]'),
    ],
    detail: /./,
    code: 'service_unknown',
  },
  {
    reason: 'format_not_read',
    file: 'bad.jceks',
    lay: (directory) => directory.write('store/bad.jceks', Buffer.from('cececece000000020000000000000000', 'hex')),
    detail: /^jceks$/,
    code: 'said',
  },
];

/** Returns the cause of a failure that is not caused by another failure. */
function innermostCause(failure: Failure | undefined): Failure | undefined {
  const cause = failure?.arguments['cause'];
  return cause !== undefined && isNestedFailure(cause) ? innermostCause(cause) : failure;
}

/** Returns a certificate with a date in month 99. */
function noTime(): Buffer {
  const der = Buffer.from(bad.der);
  der.write('99', der.indexOf(Buffer.from('170d', 'hex')) + 4);
  return der;
}

/**
 * Returns a keystore that requires more iterations than a file may use; only their number is
 * changed.
 */
function hungry(): Buffer {
  const bytes = pkcs12('-iter', String(0x01_02_03), '-nomac');
  const rounds = Buffer.from('0203010203', 'hex');
  for (let at = bytes.indexOf(rounds); at !== -1; at = bytes.indexOf(rounds)) bytes.write('02037fffff', at, 'hex');
  return bytes;
}

function encryptedKey(): string {
  return execFileSync('openssl', ['pkcs8', '-topk8', '-passout', 'pass:secret', '-iter', '2'], {
    input: bad.privateKeyPem,
    encoding: 'utf8',
    stdio: 'pipe',
  });
}

/**
 * Reasons that need another user or a change during the read: they have their own tests below or in
 * `read-file.test.ts`.
 */
const ELSEWHERE: readonly string[] = ['permission_denied', 'io_error', 'changed_while_reading'];

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
  mkdirSync(directory.at('store'));
});
afterEach(() => directory[Symbol.dispose]());

describe('an unreadable file in a store', () => {
  it.each(TRAPS.map((trap) => [trap.reason, trap] as const))(
    'has its path and its reason: %s',
    async (reason, { file = 'bad.pem', lay, block, detail, code, password }) => {
      directory.write('store/good.pem', good.certificatePem);
      lay(directory);
      const passwordFiles = password === undefined ? [] : [directory.write('password', password)];
      const { value, problems } = await seen(openStore({ ...definition(directory.at('store')), passwordFiles }, CLOCK));
      expect(problems).toMatchObject([
        { reason, location: directory.at('store', file), failure: saying(expect.stringMatching(detail)) },
      ]);
      expect(problems[0]?.block).toBe(block);
      expect(innermostCause(problems[0]?.failure)?.code).toBe(code);
      const japanese = problems.map((problem) => failureText(problem.failure, 'ja')).join();
      // What others said has no spaces.
      expect(japanese).not.toMatch(/[a-z]{2,} [a-z]{2,}/);
      expect(value.certificates.map(({ certificate }) => certificate.commonNames[0])).toContain('good.contoso.com');
    },
  );

  it.each([
    ['empty', ''],
    ['with only text', 'junk\n'],
    ['with a block of another type', pem('X509 CRL', Buffer.from('3000', 'hex'))],
    ['with random bytes', Buffer.from('00ff00ff', 'hex')],
  ])('is no problem without certificates, and is one with them: %s', async (_what, content) => {
    directory.write('store/good.pem', good.certificatePem);
    directory.write('store/good.key', good.privateKeyPem);
    const store = storeAt(directory.at('store'));
    expect((await seen(store)).value.emptyFiles).toBeUndefined();
    const file = directory.write('store/nothing.pem', content);
    // An empty file that changed recently may still be incomplete.
    utimesSync(file, Date.now() / 1000, Date.now() / 1000 - 60);
    const { value, problems } = await seen(store);
    expect([problems, value.emptyFiles]).toEqual([[], [directory.at('store/nothing.pem')]]);
    expect((await seen(store)).value).toBe(value);
  });

  it('has every reason of docs/events/1102.md in these tests, and the page has every tested reason', () => {
    const page = readFileSync(new URL('../../../../docs/events/1102.md', import.meta.url), 'utf8');
    const rows = page.slice(page.indexOf('| reason | usual cause |'), page.indexOf('## When it is resolved'));
    // A reason with two causes has two rows.
    const named = new Set(
      [...rows.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) =>
        [...cell.matchAll(/`(\w+)`/g)].map(([, reason = '']) => reason),
      ),
    );
    // An unknown format is 1106. A file that contained a certificate before is known to the daemon
    // only: renewals.ts, row 55d.
    const tested = [
      ...TRAPS.map(({ reason }) => reason).filter((reason) => reason !== 'format_not_read'),
      ...ELSEWHERE,
      'no_certificate',
    ];
    expect([...named].sort()).toEqual(tested.sort());
  });

  it('has the reason permission_denied if this user may not open it', async () => {
    directory.write('store/good.pem', good.certificatePem);
    directory.write('store/bad.pem', bad.certificatePem, 0);
    chmodSync(directory.path, 0o755);
    const { problems } = await asUnprivileged(async () => {
      expect(() => readFileSync(directory.at('store/bad.pem'))).toThrow('EACCES');
      return seen(storeAt(directory.at('store')));
    });
    expect(problems).toEqual([problemSaying('permission_denied', directory.at('store/bad.pem'), 'EACCES')]);
  });

  it('has the reason io_error for an unknown system error', async () => {
    directory.write('store/good.pem', good.certificatePem);
    // Node cannot open a name that is not UTF-8.
    renameSync(
      directory.write('store/bad.pem', bad.certificatePem),
      Buffer.concat([Buffer.from(directory.at('store/')), Buffer.from([0x62, 0xff])]),
    );
    const { problems } = await seen(storeAt(directory.at('store')));
    expect(problems).toEqual([problemSaying('io_error', directory.at('store/b\ufffd'), 'the name is not UTF-8')]);
  });
});

describe('an unreadable store', () => {
  it('has every reason of docs/events/1100.md in these tests', () => {
    const page = readFileSync(new URL('../../../../docs/events/1100.md', import.meta.url), 'utf8');
    const row = page.split('\n').find((line) => line.startsWith('| 3 | `reason`')) ?? '';
    const named = [...row.slice(row.indexOf('one of')).matchAll(/`(\w+)`/g)].map(([, reason]) => reason);
    // walk.test.ts, unreadable.test.ts and key-rights.test.ts test all but `io_error`.
    expect(named).toEqual([
      'not_found',
      'permission_denied',
      'symlink_loop',
      'not_a_regular_file',
      'too_many_files',
      'io_error',
      'command_failed',
    ]);
  });

  it('has the reason io_error if the system rejects its name', async () => {
    const { problem } = await unavailableResult(storeAt(directory.at('x'.repeat(300))));
    expect(problem).toMatchObject({ reason: 'io_error', failure: saying('ENAMETOOLONG') });
  });
});
