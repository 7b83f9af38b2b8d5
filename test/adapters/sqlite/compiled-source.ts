import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { SQLITE_PACKAGE } from '../../../src/adapters/sqlite/better-sqlite3.ts';

const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));
/** The files that better-sqlite3 needs at run time. */
const PACKAGES: readonly string[] =
  SQLITE_PACKAGE === 'better-sqlite3'
    ? [
        'better-sqlite3/package.json',
        'better-sqlite3/lib',
        'better-sqlite3/build/Release',
        'bindings',
        'file-uri-to-path',
      ]
    : [`${SQLITE_PACKAGE}/package.json`, `${SQLITE_PACKAGE}/lib`, `${SQLITE_PACKAGE}/prebuilds`];

/**
 * The source of the ledger as JavaScript, in a directory that every user can read. Processes of
 * tests run it.
 */
export class CompiledSource implements Disposable {
  /** Contains a space, so that a command that does not quote it is found. */
  readonly directory: string = mkdtempSync(join(tmpdir(), 'mailcertd compiled-'));

  constructor() {
    chmodSync(this.directory, 0o755);
    for (const part of ['domain', 'work', 'formats', 'adapters/sqlite']) this.#compile(join(REPOSITORY, 'src', part));
    for (const path of PACKAGES)
      cpSync(join(REPOSITORY, 'node_modules', path), join(this.directory, 'node_modules', path), { recursive: true });
    writeFileSync(join(this.directory, 'package.json'), '{"type":"module"}');
  }

  /**
   * Runs the text of a module, which can use `openLedger` and the other functions.
   * @param before the words before the command line of Node, such as setpriv
   */
  run(script: string, before: readonly string[] = []): RunningScript {
    const names = {
      openLedger: 'ledger/open-ledger',
      openLedgerReader: 'ledger/open-ledger-reader',
      holdStateDirectory: 'lock/hold-state-directory',
      openCommandLedger: 'ledger/open-command-ledger',
    };
    const imports = Object.entries(names).map(
      ([name, file]) => `import { ${name} } from './src/adapters/sqlite/${file}.js';`,
    );
    const [program = '', ...rest] = [
      ...before,
      process.execPath,
      '--input-type=module',
      '-e',
      `${imports.join('\n')}\n${script}`,
    ];
    return new RunningScript(spawn(program, rest, { cwd: this.directory, stdio: ['pipe', 'pipe', 'pipe'] }));
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  #compile(directory: string): void {
    for (const entry of readdirSync(directory, { withFileTypes: true, recursive: true })) {
      if (!entry.isFile()) continue;
      const source = join(entry.parentPath, entry.name);
      const target = join(this.directory, relative(REPOSITORY, source)).replace(/\.ts$/, '.js');
      mkdirSync(dirname(target), { recursive: true });
      const { outputText } = ts.transpileModule(readFileSync(source, 'utf8'), {
        compilerOptions: {
          target: ts.ScriptTarget.ES2022,
          module: ts.ModuleKind.ESNext,
          rewriteRelativeImportExtensions: true,
          verbatimModuleSyntax: true,
        },
      });
      writeFileSync(target, outputText);
    }
  }
}

/** A script in another process, whose input and output are lines. */
export class RunningScript {
  readonly child: ChildProcess;
  readonly #lines: string[] = [];
  #errors = '';
  #ended = false;
  #wake = (): void => {};
  readonly #exit: Promise<number | null>;

  constructor(child: ChildProcess) {
    this.child = child;
    let rest = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const parts = (rest + text).split('\n');
      rest = parts.pop() ?? '';
      this.#lines.push(...parts);
      this.#wake();
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#errors += text;
    });
    this.#exit = new Promise((resolve) => {
      child.on('close', (code) => {
        this.#ended = true;
        this.#wake();
        resolve(code);
      });
    });
  }

  /**
   * Returns the next line.
   * @throws with the content of stderr if the script has ended
   */
  async line(): Promise<string> {
    while (this.#lines.length === 0) {
      if (this.#ended) throw new Error(`the script ended without a word more: ${this.#errors}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#lines.shift() ?? '';
  }

  /** Returns all lines that were received and not returned yet. */
  rest(): readonly string[] {
    return this.#lines.splice(0);
  }

  write(line: string): void {
    this.child.stdin?.write(`${line}\n`);
  }

  /** Kills the process with SIGKILL, and returns when it has ended. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.#exit;
  }

  /** Waits for the end, and returns the exit code and the content of stderr. */
  async end(): Promise<{ readonly code: number | null; readonly errors: string }> {
    return { code: await this.#exit, errors: this.#errors };
  }
}
