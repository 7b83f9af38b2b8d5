import { mkdirSync, utimesSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { certbotInventory } from '../../../src/adapters/discovery/certbot-inventory.ts';
import type { DiscoveryDependencies } from '../../../src/adapters/discovery/discovery-dependencies.ts';
import { dovecotInventory } from '../../../src/adapters/discovery/dovecot-inventory.ts';
import { hostInterfaces } from '../../../src/adapters/discovery/host-interfaces.ts';
import { opensmtpdInventory } from '../../../src/adapters/discovery/opensmtpd-inventory.ts';
import { partialWithoutInterfaces } from '../../../src/adapters/discovery/partial-without-interfaces.ts';
import { postfixInventory } from '../../../src/adapters/discovery/postfix-inventory.ts';
import { readSniTables } from '../../../src/adapters/discovery/read-sni-tables.ts';
import type { ToolRun } from '../../../src/adapters/discovery/run-tool.ts';
import { runWithoutCapability } from '../../../src/adapters/discovery/run-without-capability.ts';
import type { Inventory } from '../../../src/domain/connector/inventory.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';

import type { ScanResult } from '../../../src/domain/scan-result.ts';
import type { InventorySource } from '../../../src/work/ports/stores.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { parametersWith } from '../../formats/server-config/postfix/postfix-texts.ts';
import { discoveryDependencies } from './discovery-dependencies.ts';

const never = new AbortController().signal;

const ran = (output: string, errorOutput = '', exitCode = 0): ToolRun => ({
  kind: 'ran',
  exitCode,
  output,
  errorOutput,
});

/** Runs no program: each prints the same output. */
const printing = (output: string): DiscoveryDependencies => discoveryDependencies({ run: async () => ran(output) });

function japaneseOf(result: ScanResult<Inventory>): readonly string[] {
  const problems = result.kind === 'unavailable' ? [result.problem] : result.problems;
  return problems.map((problem) => failureText(problem.failure, 'ja'));
}

const textsOf = async (source: InventorySource): Promise<readonly string[]> => japaneseOf(await source.read(never));

/** OpenSMTPD that rejects its settings with an error. */
const smtpd = (error: string): DiscoveryDependencies =>
  discoveryDependencies({
    run: async ([, flag]) =>
      flag === '-h' ? ran('', 'version: OpenSMTPD 7.6.0') : ran('', error, error === '' ? 0 : 1),
  });

describe('the problems of discoveries have Japanese texts', () => {
  test.each<readonly [string, (directory: TemporaryDirectory) => Promise<readonly string[]>, string]>([
    [
      'a lineage of certbot without a certificate',
      async (directory) => {
        directory.write('renewal/mail.conf', 'version = 4.0.0\n');
        return textsOf(certbotInventory(discoveryDependencies(), directory.path));
      },
      'fullchain がありません',
    ],
    [
      'too many lineages of certbot',
      async (directory) => {
        const fullchain = directory.write('live/mail/fullchain.pem', '');
        for (let count = 0; count < 2001; count += 1)
          directory.write(`renewal/${count}.conf`, `fullchain = ${fullchain}\n`);
        return textsOf(certbotInventory(discoveryDependencies(), directory.path));
      },
      '証明書 2001 個のうち、読み取るのは 2000 個です',
    ],
    [
      'Postfix without services',
      async () =>
        textsOf(postfixInventory(printing('config_directory = /srv\nqueue_directory = /var/spool/postfix\n'))),
      'サービスが出力されません。/srv/master.cf が空か、途中で切れているか、書き込み中です。出力を確認し、ファイルを完成させてください',
    ],
    [
      'Postfix without settings',
      async () => textsOf(postfixInventory(printing('config_directory = /srv\nsmtp inet n - y - - smtpd\n'))),
      'Postfix の動作に必要な設定が出力されません。/srv/main.cf が空か、途中で切れているか、書き込み中です。出力を確認し、ファイルを完成させてください',
    ],
    [
      'Postfix with too many instances',
      async (directory) => {
        const directories = Array.from({ length: 32 }, (_, index) => directory.at(`${index}`)).join(' ');
        const run: DiscoveryDependencies['run'] = async ([, flag]) => {
          if (flag === '-c') return ran('', 'x', 1);
          return ran(
            flag === '-M' ? 'smtp inet n - y - - smtpd' : parametersWith({ multi_instance_directories: directories }),
          );
        };
        const texts = await textsOf(postfixInventory(discoveryDependencies({ run })));
        return texts.filter((text) => text !== 'x');
      },
      'インスタンスがほかにもあります。読み取るのは、メインのインスタンスとほかの 31 個だけです',
    ],
    [
      'Dovecot without a version',
      async () => textsOf(dovecotInventory(printing('nonsense\n'))),
      '出力の 1 行目に Dovecot のバージョンがありません。doveconf -n を実行して出力を確認してください',
    ],
    [
      'interfaces that the system does not list',
      async (directory) => {
        const interfaces = (): ReturnType<typeof hostInterfaces> =>
          hostInterfaces(() => {
            throw new Error('A system error occurred');
          });
        const dependencies = discoveryDependencies({ interfaces });
        const fullchain = directory.write('live/mail/fullchain.pem', '');
        directory.write('renewal/mail.conf', `fullchain = ${fullchain}\n`);
        return textsOf(partialWithoutInterfaces(certbotInventory(dependencies, directory.path), dependencies));
      },
      'A system error occurred。アドレスが :: のソケットと、インターフェイスを指定したソケットは対象外です。systemd では RestrictAddressFamilies= に AF_NETLINK が必要です',
    ],
    [
      'a missing setpriv',
      async () => {
        const run = runWithoutCapability(
          async () => ({ kind: 'not-installed' }),
          async (command) => ['setpriv', ...command],
        );
        const toolRun = await run(['postconf'], never);
        return toolRun.kind === 'problem' ? [failureText(toolRun.problem.failure, 'ja')] : [];
      },
      'デーモンの権限 (capability) を外してプログラムを実行するには setpriv が必要です: apt-get install util-linux',
    ],
    [
      'an SNI table that is missing',
      async (directory) => tableTexts(directory.at('sni'), directory.at('sni.db')),
      '$/sni: 存在しません',
    ],
    [
      'an SNI table that is not compiled',
      async (directory) => tableTexts(directory.write('sni', ''), directory.at('sni.db')),
      '$/sni.db: 存在しません',
    ],
    [
      'an SNI table that was changed after it was compiled',
      async (directory) => {
        const [table, compiled] = [directory.write('sni', ''), directory.write('sni.db', '')];
        utimesSync(compiled, 1, 1);
        return tableTexts(table, compiled);
      },
      '$/sni.db の作成後に $/sni が変更されています。次を実行して作成し直してください: postmap -F hash:$/sni',
    ],
    [
      'OpenSMTPD with an empty file',
      async (directory) => textsOf(opensmtpdInventory(smtpd(''), [directory.write('smtpd.conf', '')])),
      'ファイルが空です',
    ],
    [
      'OpenSMTPD that does not start',
      async (directory) =>
        textsOf(
          opensmtpdInventory(smtpd('pki name not found'), [directory.write('smtpd.conf', 'listen on lo inet4\n')]),
        ),
      'この設定では OpenSMTPD は起動しません: pki name not found',
    ],
    [
      'OpenSMTPD with a missing included file',
      async (directory) =>
        textsOf(opensmtpdInventory(smtpd(''), [directory.write('smtpd.conf', `include "${directory.at('more')}"\n`)])),
      'ENOENT ($/smtpd.conf:1 の include で読み込み)',
    ],
    [
      'OpenSMTPD with an included directory',
      async (directory) => {
        mkdirSync(directory.at('more'));
        return textsOf(
          opensmtpdInventory(smtpd(''), [directory.write('smtpd.conf', `include "${directory.at('more')}"\n`)]),
        );
      },
      '$/smtpd.conf:1 の include で読み込まれています',
    ],
  ])('%s', async (_what, read, text) => {
    using directory = temporaryDirectory();
    expect(await read(directory)).toEqual([text.replaceAll('$', directory.path)]);
  });
});

async function tableTexts(path: string, compiledPath: string): Promise<readonly string[]> {
  const table = { name: `hash:${path}`, type: 'hash', path, compiledPath };
  const text = (await readSniTables([table])).get(table.name);
  return text?.kind === 'unresolved' ? [failureText(text.failure, 'ja')] : [];
}
