import { describe, expect, it } from 'vitest';
import { initialLocale } from '../../../src/adapters/cli/initial-locale.ts';
import { buildProgram } from '../../../src/adapters/cli/program.ts';
import { Output } from '../../../src/adapters/cli/session/output.ts';
import { deskDependencies } from './desk.ts';

describe('the language before the configuration is read', () => {
  it.each([
    [[], {}, 'en'],
    [[], { LANG: 'ja_JP.UTF-8' }, 'ja'],
    [[], { LANG: 'ja_JP.UTF-8', LC_ALL: 'C' }, 'en'],
    [['--locale', 'ja'], {}, 'ja'],
    [['--locale=ja'], {}, 'ja'],
    [['--locale', 'en', 'status'], { LANG: 'ja_JP.UTF-8' }, 'en'],
    [['certificates', 'list', '--locale', 'ja', '--help'], {}, 'ja'],
    [['events', '--locale=ja', '-f'], {}, 'ja'],
    // The last one counts.
    [['--locale', 'ja', '--locale', 'en'], {}, 'en'],
    // Invalid and missing values are reported in the language of the system.
    [['--locale', 'de'], { LANG: 'ja_JP.UTF-8' }, 'ja'],
    [['--locale'], { LANG: 'ja_JP.UTF-8' }, 'ja'],
    [['--locale', 'JA'], {}, 'en'],
    // Not an option: a value, or a word after `--`.
    [['--config', '--locale', 'ja'], {}, 'en'],
    [['--locale', '--config', '--locale', 'ja'], {}, 'ja'],
    [['scan', '--', '--locale', 'ja'], {}, 'en'],
    [['scan', 'ja'], {}, 'en'],
    [['--locales', 'ja'], {}, 'en'],
  ])('of %j with %j is %s', (argv, environment, expected) => {
    expect(initialLocale(argv, environment)).toBe(expected);
  });

  it.each([
    [['--locale', 'ja', 'metrics']],
    [['metrics', '--locale=ja']],
    [['metrics', '--locale', 'ja', '-q']],
    [['-qv', '--locale', 'ja', 'metrics']],
    [['--config', '--locale', 'metrics']],
    [['--config=x', '--locale', 'ja', 'metrics']],
    [['--config', '--config', '--locale', 'ja', 'metrics']],
    [['--locale', 'ja', 'metrics', '--locale', 'en']],
    [['metrics', '--', '--locale', 'ja']],
    [['--', 'metrics', '--locale', 'ja']],
    [['metrics', '--config', '--', '--locale', 'ja']],
  ])('is the one that commander reads from %j', (argv) => {
    const { dependencies } = deskDependencies();
    const { program, invocation } = buildProgram(dependencies, new Output(dependencies), argv);
    program.parseOptions([...argv]);
    expect(invocation.initialLocale).toBe(program.opts<{ readonly locale?: string }>().locale ?? 'en');
  });
});
