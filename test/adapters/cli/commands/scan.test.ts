import { describe, expect, it } from 'vitest';
import type { SessionOptions } from '../../../../src/adapters/cli/session/session.ts';
import { fileStoreName } from '../../../../src/domain/connector/certificate-file.ts';
import { DAY } from '../../../../src/domain/time.ts';
import { said } from '../../../domain/failure/said.ts';
import { connector, NOON, store, stored, type World } from '../../../domain/world.ts';
import { ledgerOf, sessionOf, typeCommand } from '../desk.ts';

const WORLD: Partial<World> = {
  now: NOON,
  connectors: [connector('Internet', 'mail.contoso.com')],
  certificates: [stored('A1', { dnsNames: ['mail.contoso.com'], notAfter: NOON + 100 * DAY })],
};

describe('a scan', () => {
  it('prints nothing on standard output when nothing is found', async () => {
    expect(await typeCommand(['scan'], { world: WORLD })).toEqual({
      code: 0,
      stdout: '',
      stderr: 'Scanned 1 certificate in 1 store and 1 connector in 14 ms: 0 events\n',
      screen: 'Scanned 1 certificate in 1 store and 1 connector in 14 ms: 0 events\n',
    });
  });

  it('prints no notes with -q', async () => {
    expect((await typeCommand(['-q', 'scan'], { world: WORLD })).screen).toBe('');
  });

  it('counts the certificates of a connector file once, as status does', async () => {
    const path = '/store/A1.pem';
    const world = {
      ...WORLD,
      certificates: [...(WORLD.certificates ?? []), stored('A1', { file: path, dnsNames: ['mail.contoso.com'] })],
      connectors: [connector('Internet', 'mail.contoso.com', { certificateFiles: [path] })],
      stores: [store('My')],
    };
    const { stderr } = await typeCommand(['scan'], { world });
    expect(stderr).toBe('Scanned 1 certificate in 1 store, 1 connector file and 1 connector in 14 ms: 0 events\n');
    const japanese = await typeCommand(['scan', '--locale', 'ja'], { world });
    expect(japanese.stderr).toContain('証明書 1 個 (ストア 1 個、コネクタのファイル 1 個)、コネクタ 1 個、');
    const ledger = await ledgerOf([world]);
    const { stdout } = await typeCommand(['status'], { world, ledger });
    expect(stdout).toContain('OK   1 connector, 1 certificate, ');
    expect(stdout).toContain('My 1   1 connector file: ');
  });

  it('scans the given paths, and uses --config too', async () => {
    const asked: SessionOptions[] = [];
    const open = async (selected: SessionOptions) => {
      asked.push(selected);
      return sessionOf({ world: WORLD });
    };
    await typeCommand(['scan', '/a', '/b', '--store', '/c', '--config', 'x.yaml'], { dependencies: { open } });
    await typeCommand(['--config', 'y.yaml', 'scan'], { dependencies: { open } });
    expect(asked).toEqual([
      { config: 'x.yaml', stores: ['/a', '/b', '/c'], worksWithoutFile: true },
      { config: 'y.yaml', stores: [], worksWithoutFile: true },
    ]);
  });

  it('evaluates another time', async () => {
    const at = async (time: string) => (await typeCommand(['scan', '--at', time], { world: WORLD })).stdout;
    expect(await at('+69d')).toBe('');
    expect(await at('+70d')).toMatch(
      /^2027-02-02T21:00:00\+09:00 Warning 12018 raised .*The certificate for mail.* expires in /,
    );
    expect(await at('2027-03-04T21:00:01')).toMatch(/^2027-03-04T21:00:01\+09:00 Error {3}12014 raised /);
  });

  it('prints each read error in a line, and continues', async () => {
    const problems = [
      { reason: 'pem_bad_base64' as const, location: '/stores/My/a.pem', block: 1, failure: said('line 7') },
      { reason: 'not_a_regular_file' as const, location: '/stores/My/fifo', failure: said() },
    ];
    const world = { ...WORLD, stores: [store('My'), store('dovecot')], unavailable: ['dovecot'] };
    const { stderr, stdout, code } = await typeCommand(['scan'], { world, problems });
    expect(stderr).toBe(`cannot read /stores/My/a.pem (block 1): invalid base64 in a PEM block (pem_bad_base64): line 7
cannot read /stores/My/fifo: not a regular file (not_a_regular_file)
cannot read certificate store "dovecot" at /stores/dovecot: permission denied (permission_denied): EACCES
Scanned 1 certificate in 2 stores (1 unreadable) and 1 connector in 14 ms: 3 events
`);
    expect(stdout.match(/ (1100|1102) /g)).toEqual([' 1100 ', ' 1102 ', ' 1102 ']);
    expect(code).toBe(0);
    expect(
      (await typeCommand(['scan', '--locale', 'ja'], { world, problems })).stderr,
    ).toBe(`/stores/My/a.pem (ブロック 1) を読み取れません: PEM ブロックの base64 が正しくありません (pem_bad_base64): line 7
/stores/My/fifo を読み取れません: 通常のファイルではありません (not_a_regular_file)
証明書ストア「dovecot」(/stores/dovecot) を読み取れません: アクセス権がありません (permission_denied): EACCES
スキャン完了: 証明書 1 個 (ストア 2 個、うち読み取り不可 1 個)、コネクタ 1 個、14 ミリ秒、イベント 3 件
`);
  });

  it('names the file of a connector, and the key that it cannot read, each by its path', async () => {
    const file = { path: '/etc/ssl/mail.pem', keyFiles: ['/etc/ssl/mail.key'] };
    const named = { ...store('My'), ...file, name: fileStoreName(file.path, file.keyFiles) };
    const world = { ...WORLD, stores: [named], unavailable: [named.name] };
    const { stderr, stdout } = await typeCommand(['scan'], { world });
    expect(stderr).toContain('cannot read file "/etc/ssl/mail.pem": permission denied (permission_denied): EACCES\n');
    expect(stdout).toContain('File "/etc/ssl/mail.pem" cannot be read');
    expect((await typeCommand(['scan', '--locale', 'ja'], { world })).stderr).toContain(
      'ファイル「/etc/ssl/mail.pem」を読み取れません: ',
    );
  });

  it.each([['scan'], ['certificates']])(
    '%s names the files that look like certificates once for a store',
    async (command) => {
      const one = { reason: 'format_not_read' as const, location: '/stores/My/a.jks', failure: said('jceks') };
      const other = { reason: 'encoding_not_read' as const, failure: said('UTF-16') };
      const problems = [one, ...['b', 'c', 'd', 'e'].map((name) => ({ ...other, location: `/stores/My/${name}.pem` }))];
      const line = async (...more: readonly (typeof problems)[number][]): Promise<string | undefined> =>
        (await typeCommand([command], { world: WORLD, problems: more })).stderr
          .split('\n')
          .find((text) => text.startsWith('certificate store'));
      expect(await line(one)).toBe(
        'certificate store "My": 1 file not read, although it looks like a certificate: /stores/My/a.jks (unsupported format: jceks)',
      );
      expect(await line(...problems)).toBe(
        'certificate store "My": 5 files not read, although they look like certificates: /stores/My/a.jks (unsupported format: jceks), /stores/My/b.pem (unsupported encoding: UTF-16), /stores/My/c.pem (unsupported encoding: UTF-16) and 2 more',
      );
      const japanese = await typeCommand([command, '--locale', 'ja'], { world: WORLD, problems });
      expect(japanese.stderr).toContain(
        '証明書ストア「My」: 証明書と思われるファイル 5 個を読み取っていません: /stores/My/a.jks (対応していない形式です: jceks)、',
      );
      expect(japanese.stderr).toContain('、ほか 2 個\n');
    },
  );

  it('exits with 1 when none of the stores could be read', async () => {
    expect(await typeCommand(['scan'], { world: { ...WORLD, unavailable: ['My'] } })).toMatchObject({ code: 1 });
  });

  it('is one object a line in JSON, each without a number', async () => {
    const world = {
      ...WORLD,
      certificates: [],
      connectors: [...(WORLD.connectors ?? []), connector('Other', 'x.example')],
    };
    const { stdout } = await typeCommand(['scan', '--format', 'json'], { world });
    const records = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(records.map(({ winlog }) => [winlog.event_id, winlog.record_id])).toEqual([
      [12014, 0],
      [12014, 0],
    ]);
  });
});
