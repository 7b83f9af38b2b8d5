import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SQLITE_PACKAGE } from '../../../src/adapters/sqlite/better-sqlite3.ts';
import type { Failure } from '../../../src/domain/failure/failure.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { CompiledSource } from './compiled-source.ts';

/** The message of Node about a native module that was built for another version. */
const OTHER_ABI = `The module '/srv/node_modules/better-sqlite3/build/Release/better_sqlite3.node'
was compiled against a different Node.js version using
NODE_MODULE_VERSION 127. This version of Node.js requires
NODE_MODULE_VERSION 115. Please try re-compiling or re-installing
the module (for instance, using \`npm rebuild\` or \`npm install\`).`;

describe('better-sqlite3 that cannot be loaded', () => {
  let source: CompiledSource;
  beforeAll(() => {
    source = new CompiledSource();
    rmSync(join(source.directory, 'node_modules'), { recursive: true });
  });
  afterAll(() => source[Symbol.dispose]());

  const failure = async (): Promise<readonly string[]> => {
    const script = source.run(`try { openLedger('.'); } catch ({ code, message, failure }) {
      for (const line of [code, message, JSON.stringify(failure)]) console.log(line);
    }`);
    await script.end();
    const [code = '', message = '', stored = '', ...more] = script.rest();
    const failure: Failure = JSON.parse(stored);
    return [code, message, failureText(failure, 'ja'), ...more];
  };

  it('is one line with the fix if mailcertd was installed without its sources', async () => {
    const [code, message, japanese, ...more] = await failure();
    expect(code).toBe('native_module');
    expect(message).toBe(
      `cannot load ${SQLITE_PACKAGE}: Cannot find module '${SQLITE_PACKAGE}'; install mailcertd again with this Node (${process.version}), see docs/install.md`,
    );
    expect(japanese).toContain(`${SQLITE_PACKAGE} を読み込めません`);
    expect(more).toEqual([]);
  });

  it('since it was built for another Node is one line with both ABIs and the command that rebuilds it', async () => {
    writeFileSync(join(source.directory, 'package-lock.json'), '{}');
    const home = join(source.directory, 'node_modules', SQLITE_PACKAGE);
    mkdirSync(home, { recursive: true });
    const throws = `Object.assign(new Error(${JSON.stringify(OTHER_ABI)}), { code: 'ERR_DLOPEN_FAILED' })`;
    writeFileSync(join(home, 'index.js'), `module.exports = function () { throw ${throws}; };`);
    const command = `npm rebuild ${SQLITE_PACKAGE} --prefix '${source.directory}'`;
    expect(await failure()).toEqual([
      'native_module',
      `cannot load ${SQLITE_PACKAGE}: it was built for Node ABI 127, but this Node has ABI 115; run: ${command}`,
      `${SQLITE_PACKAGE} を読み込めません: Node ABI 127 用にビルドされていますが、実行中の Node の ABI は 115 です。次を実行してください: ${command}`,
    ]);
  });

  it.runIf(SQLITE_PACKAGE === 'better-sqlite3')(
    'after an installation by npm names a newer Node, and the compiler that npm needs or the command that downloads the binary',
    async () => {
      using directory = temporaryDirectory();
      const home = directory.at('node_modules/mailcertd');
      cpSync(join(source.directory, 'src'), join(home, 'src'), { recursive: true });
      directory.write('node_modules/mailcertd/package.json', '{"type":"module"}');
      const script = `import { loadSqlite } from '${home}/src/adapters/sqlite/better-sqlite3.js';
        try { loadSqlite(); } catch ({ failure }) { process.stdout.write(JSON.stringify(failure)); }`;
      const failure = (): readonly [string, string] => {
        const stored = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
        return [failureText(JSON.parse(stored), 'en'), failureText(JSON.parse(stored), 'ja')];
      };
      expect(failure()).toEqual([
        "cannot load better-sqlite3: Cannot find module 'better-sqlite3'; use Node 22 or newer, or install make, g++ and python3 and then mailcertd again",
        "better-sqlite3 を読み込めません: Cannot find module 'better-sqlite3'。Node 22 以降を使用するか、make、g++、python3 をインストールしてから mailcertd をインストールし直してください",
      ]);
      const noBinary = `Object.assign(new Error('Could not locate the bindings file. Tried:\\n'), { tries: [] })`;
      directory.write('node_modules/better-sqlite3/index.js', `module.exports = function () { throw ${noBinary}; };`);
      const command = `npm rebuild better-sqlite3 --ignore-scripts=false --prefix ${directory.path}`;
      expect(failure()).toEqual([
        `cannot load better-sqlite3: its binary for this Node is not installed; use Node 22 or newer, or run: ${command}`,
        `better-sqlite3 を読み込めません: この Node 用のバイナリがインストールされていません。Node 22 以降を使用するか、次を実行してください: ${command}`,
      ]);
    },
  );
});
