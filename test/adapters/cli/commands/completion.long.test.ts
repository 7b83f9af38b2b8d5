import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildProgram } from '../../../../src/adapters/cli/program.ts';
import { Output } from '../../../../src/adapters/cli/session/output.ts';
import { DAY } from '../../../../src/domain/time.ts';
import { makeCertificate } from '../../../fixtures/make-certificate.ts';
import { makeRequest } from '../../../fixtures/make-request.ts';
import { temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { needs } from '../../../peers/needs.ts';
import { deskDependencies, typeCommand } from '../desk.ts';

const PROGRAM = resolve(import.meta.dirname, '../../../../dist/main/bin.js');
const SHELLS = ['bash', 'zsh', 'fish'] as const;
const PATIENCE = 30_000;

/** Names that an Exchange export may contain; a shell must never evaluate them. */
const HOSTILE = ['Client $(touch pwned)', 'Odd `touch pwned` "a"; it\'s !! \\ $HOME'] as const;

const has = { bash: needs('bash'), zsh: needs('zsh'), fish: needs('fish') };
const hasTerminal = needs('script');

async function until(holds: () => boolean, what: string): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

describe('mailcertd completion', () => {
  const directory = temporaryDirectory();
  let thumbprint = '';
  let authority = '';
  let request = '';

  beforeAll(async () => {
    const now = Date.now();
    const life = { notBefore: now - DAY, notAfter: now + 90 * DAY };
    const made = makeCertificate({ commonName: 'mail.contoso.com', dnsNames: ['mail.contoso.com'], ...life });
    directory.write('store/mail.pem', `${made.certificatePem}${made.privateKeyPem}`);
    const ofAuthority = makeCertificate({ commonName: 'Contoso CA', isCa: true, ...life });
    authority = ofAuthority.thumbprint;
    directory.write('store/ca.pem', ofAuthority.certificatePem);
    const asked = makeRequest('wanted.contoso.com');
    request = asked.request.sha256Fingerprint;
    directory.write('store/asked/request.pem', asked.requestPem);
    directory.write(
      'mailcertd.yaml',
      [
        'computer: mail01.contoso.com',
        `stateDirectory: ${directory.at('state')}`,
        `stores: [{ name: web, path: ${directory.at('store')} }]`,
        'connectors:',
        '  - { name: Default MAIL01, direction: receive, fqdn: mail.contoso.com }',
        ...HOSTILE.map((name) => `  - { name: ${JSON.stringify(name)}, direction: receive, fqdn: mail.contoso.com }`),
        '',
      ].join('\n'),
    );
    // The shells complete with the program itself. The command that is run at the end is only
    // written to a file.
    directory.write(
      'bin/mailcertd',
      `#!/bin/sh
for word; do [ "$word" = tsv ] && exec ${process.execPath} ${PROGRAM} "$@"; done
printf '%s\\n' "$@" > ${directory.at('typed')}.new && mv ${directory.at('typed')}.new ${directory.at('typed')}
`,
      0o755,
    );
    for (const shell of SHELLS) {
      directory.write(`completion.${shell}`, (await typeCommand(['completion', shell])).stdout);
    }
    thumbprint = made.thumbprint;
  });
  afterAll(() => directory[Symbol.dispose]());

  const environment = (): NodeJS.ProcessEnv => ({
    HOME: directory.path,
    LC_ALL: 'C.UTF-8',
    TERM: 'xterm',
    PATH: `${directory.at('bin')}:${process.env['PATH']}`,
  });

  it.each(SHELLS.filter((shell) => has[shell]))('writes scripts that %s reads without an error', async (shell) => {
    const { stdout } = await typeCommand(['--locale', 'ja', 'completion', shell]);
    directory.write(`japanese.${shell}`, stdout);
    for (const name of ['completion', 'japanese']) {
      const path = directory.at(`${name}.${shell}`);
      expect(execFileSync(shell, ['-n', path], { encoding: 'utf8', stdio: 'pipe' })).toBe('');
    }
  });

  it.each(SHELLS)('has in the script for %s every command and every option of the help', async (shell) => {
    const { dependencies } = deskDependencies();
    const { program } = buildProgram(dependencies, new Output(dependencies));
    const script = readFileSync(directory.at(`completion.${shell}`), 'utf8');
    const help = program.createHelp();
    const all = (command: Command): readonly Command[] => [command, ...help.visibleCommands(command).flatMap(all)];
    const [, ...commands] = all(program);
    const words = commands.flatMap((command) => [
      command.name(),
      ...help.visibleOptions(command).flatMap(({ long }) => long ?? []),
    ]);
    const written = (word: string): boolean =>
      shell === 'fish'
        ? script.includes(` -l ${word.slice(2)} `) || script.includes(`'${word}'`)
        : script.includes(word);
    expect(words.filter((word) => !written(word))).toEqual([]);
    expect(script).not.toContain('demo');
  });

  describe('the completions', () => {
    const words = async (kind: string, typed: string): Promise<readonly string[]> =>
      execFileSync(
        process.execPath,
        [
          ...[PROGRAM, '--config', directory.at('mailcertd.yaml'), 'certificates', 'list', '--format', 'tsv'],
          ...['--candidates', kind, '--typed', typed],
        ],
        { encoding: 'utf8' },
      )
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => line.split('\t')[0] ?? '');

    it.each<readonly [string, string, () => readonly string[]]>([
      ['certificates', '', () => [thumbprint, authority, request, 'mail.contoso.com', 'wanted.contoso.com']],
      ['servers', '', () => [thumbprint, 'mail.contoso.com']],
      ['removable', '', () => [thumbprint, request, 'mail.contoso.com', 'wanted.contoso.com']],
      ['servers', 'mail.c', () => ['mail.contoso.com']],
      ['servers', 'wanted', () => []],
    ])('of %s, after "%s", are the arguments that the commands accept', async (kind, typed, expected) => {
      expect([...(await words(kind, typed))].sort()).toEqual([...expected()].sort());
    });

    it('are in lower case if the thumbprint was begun in lower case', async () => {
      const front = thumbprint.toLowerCase().slice(0, 8);
      expect(await words('servers', front)).toEqual([/[a-f]/.test(front) ? thumbprint.toLowerCase() : thumbprint]);
    });
  });

  it.each(['tcsh', ''])('are refused for the shell %j', async (shell) => {
    expect(await typeCommand(['completion', shell])).toMatchObject({ code: 2, stdout: '' });
  });

  /**
   * Types keys into a shell at a terminal, with tabs where it must complete. Returns the words of
   * the command that it runs.
   */
  async function press(shell: 'bash' | 'zsh', keys: string): Promise<readonly string[]> {
    const typed = directory.at('typed');
    if (existsSync(typed)) execFileSync('rm', [typed]);
    const start = {
      bash: `bash --noprofile --rcfile ${directory.at('rc.bash')} -i`,
      zsh: `zsh -f -i`,
    }[shell];
    directory.write('rc.bash', `source ${directory.at('completion.bash')}\nPS1='READY> '\n`);
    const terminal = spawn('script', ['-qec', start, '/dev/null'], { env: environment(), cwd: directory.path });
    const ended = once(terminal, 'close');
    let screen = '';
    terminal.stdout.on('data', (chunk: Buffer) => {
      screen += chunk.toString();
    });
    try {
      if (shell === 'zsh') {
        terminal.stdin.write(
          `autoload -U compinit; compinit -u -D; source ${directory.at('completion.zsh')}; PS1='READY''> '\r`,
        );
      }
      await until(() => screen.includes('READY> '), `${shell} began: ${screen}`);
      for (const part of keys.split(/(?<=\t)/)) {
        const before = screen.length;
        terminal.stdin.write(part);
        // The shell echoes the typed text and the completion.
        await until(() => screen.length > before, `${shell} answered ${JSON.stringify(part)}: ${screen}`);
      }
      terminal.stdin.write('\r');
      await until(() => existsSync(typed), `${shell} ran: ${screen}`);
      // A shell that loses its terminal would write its history into the directory while it is
      // removed.
      terminal.stdin.write('exit\r');
      await ended;
      return readFileSync(typed, 'utf8').trimEnd().split('\n');
    } finally {
      terminal.kill('SIGKILL');
      terminal.stdin.destroy();
    }
  }

  const CASES: readonly (readonly [string, string, () => readonly string[]])[] = [
    ['commands', 'certif\tren\tx', () => ['certificates', 'renew', 'x']],
    [
      'options',
      'certificates new --dom\ta --years 1',
      () => ['certificates', 'new', '--domain-name', 'a', '--years', '1'],
    ],
    [
      'lists',
      'certificates enable x --services SMTP,IM\t',
      () => ['certificates', 'enable', 'x', '--services', 'SMTP,IMAP'],
    ],
    ['files', 'certificates import mailcertd.y\t', () => ['certificates', 'import', 'mailcertd.yaml']],
  ];

  describe.each((['bash', 'zsh'] as const).filter((shell) => has[shell] && hasTerminal))('in %s', (shell) => {
    it.each(CASES)('completes %s at a tab', { timeout: 90_000 }, async (_, keys, words) => {
      expect(await press(shell, `mailcertd ${keys}`)).toEqual(words());
    });

    it('completes choices after an equals sign, too', { timeout: 90_000 }, async () => {
      expect(await press(shell, 'mailcertd certificates list --format=js\t')).toEqual([
        'certificates',
        'list',
        '--format=json',
      ]);
    });

    it('completes the thumbprints of the given configuration', { timeout: 90_000 }, async () => {
      const keys = `mailcertd --config mailcertd.yaml certificates show ${thumbprint.slice(0, 8)}\t`;
      expect(await press(shell, keys)).toEqual(['--config', 'mailcertd.yaml', 'certificates', 'show', thumbprint]);
    });

    it.each<readonly [string, string, () => string]>([
      ['a thumbprint in lower case', 'show', () => /^\d*[a-f]\w{4}/.exec(thumbprint.toLowerCase())?.[0] ?? ''],
      ['a name', 'renew', () => 'mail.con'],
      ['a request by its name', 'remove', () => 'wanted.'],
    ])('completes %s', { timeout: 90_000 }, async (_, verb, front) => {
      const keys = `mailcertd --config mailcertd.yaml certificates ${verb} ${front()}\t`;
      const words = [thumbprint.toLowerCase(), 'mail.contoso.com', 'wanted.contoso.com'];
      const word = words.find((each) => each.startsWith(front()));
      expect(await press(shell, keys)).toEqual(['--config', 'mailcertd.yaml', 'certificates', verb, word]);
    });

    it('completes names of connectors with spaces in them', { timeout: 90_000 }, async () => {
      const keys = 'mailcertd --config mailcertd.yaml connectors explain Def\t';
      expect(await press(shell, keys)).toEqual([
        '--config',
        'mailcertd.yaml',
        'connectors',
        'explain',
        'Default MAIL01',
      ]);
    });

    it.each(HOSTILE.flatMap((name) => ['', '"', "'"].map((quote) => [`${quote}${name.slice(0, 2)}`, name] as const)))(
      'executes no part of the name of a connector, after %s',
      { timeout: 90_000 },
      async (typed, name) => {
        rmSync(directory.at('pwned'), { force: true });
        const words = await press(shell, `mailcertd --config mailcertd.yaml connectors explain ${typed}\t`);
        expect(words.at(-1)).toBe(name);
        expect(existsSync(directory.at('pwned'))).toBe(false);
      },
    );
  });

  describe.runIf(has.fish)('in fish', () => {
    const complete = (typed: string): readonly string[] =>
      execFileSync('fish', ['--no-config', '-c', `source ${directory.at('completion.fish')}; complete -C '${typed}'`], {
        encoding: 'utf8',
        env: environment(),
        cwd: directory.path,
      })
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t')[0] ?? '');

    it.each<[string, () => readonly string[]]>([
      ['mailcertd certif', () => ['certificates']],
      ['mailcertd certificates ren', () => ['renew']],
      ['mailcertd certificates new --dom', () => ['--domain-name']],
      ['mailcertd --locale en certificates --format js', () => ['json']],
      ['mailcertd certificates list --format=js', () => ['--format=json']],
      ['mailcertd certificates enable x --services SMTP,IM', () => ['SMTP,IMAP']],
      ['mailcertd certificates import mailcertd.y', () => ['mailcertd.yaml']],
      ['mailcertd --config mailcertd.yaml certificates show ', () => [thumbprint, authority, request]],
      ['mailcertd --config mailcertd.yaml certificates remove ', () => [thumbprint, request, 'wanted.contoso.com']],
      ['mailcertd --config mailcertd.yaml certificates renew mail.', () => ['mail.contoso.com']],
      ['mailcertd --config mailcertd.yaml connectors explain Def', () => ['Default MAIL01']],
    ])('completes: %s', (typed, words) => {
      expect(complete(typed)).toEqual(expect.arrayContaining([...words()]));
    });

    it.each(['renew', 'enable', 'export', 'remove'])('offers no CA to %s', (verb) => {
      const offered = complete(`mailcertd --config mailcertd.yaml certificates ${verb} `);
      expect(offered).toContain(thumbprint);
      expect(offered).not.toContain(authority);
      expect(offered.includes(request)).toBe(verb === 'remove');
    });
  });
});
