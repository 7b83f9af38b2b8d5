import { describe, expect, it } from 'vitest';
import { renderConfigurationIssue } from '../../../../src/domain/failure/configuration-issue.ts';
import { FAULTY_TEXTS, TEXTS_WITH_WARNINGS } from '../../config/faulty-texts.ts';
import { configurationOf, issuesOf } from '../../config/mail01.ts';
import { typeCommand } from '../desk.ts';

const FILE = '/etc/mailcertd/mailcertd.yaml';

/** Runs `config check` on a text. */
function check(text: string, ...options: string[]): ReturnType<typeof typeCommand> {
  const errors = issuesOf(text);
  const warnings = errors.length > 0 ? [] : configurationOf(text).warnings;
  const configuration = {
    locate: () => FILE,
    check: async () => ({ errors, warnings }),
    show: async () => '',
    schema: async () => '',
    init: async () => ({ found: [], computerLine: undefined }),
  };
  return typeCommand(['config', 'check', ...options], { dependencies: { configuration } });
}

describe('config check', () => {
  it.each(['en', 'ja'] as const)('prints every error in the language %s, and nothing else', async (locale) => {
    for (const text of FAULTY_TEXTS) {
      const lines = issuesOf(text).map((issue) => `${renderConfigurationIssue(issue, locale)}\n`);
      expect(await check(text, '--locale', locale)).toMatchObject({ code: 2, stdout: '', stderr: lines.join('') });
    }
  });

  it('prints every warning in Japanese', async () => {
    for (const text of TEXTS_WITH_WARNINGS) {
      const { code, stdout, stderr } = await check(text, '--locale', 'ja');
      expect([code, stdout]).toEqual([0, `${FILE}: 問題ありません\n`]);
      expect(stderr).toMatch(/^警告: \/etc\/mailcertd\/mailcertd\.yaml:\d+:\d+: .*です|ます|ません|ください/);
    }
  });

  it('prints JSON with a code and an English message, also in Japanese', async () => {
    const { stdout } = await check('watch: yes', '--format', 'json', '--locale', 'ja');
    expect(JSON.parse(stdout)).toEqual({
      file: FILE,
      problems: [
        { file: FILE, line: 1, column: 8, code: 'value_wrong', message: 'watch must be true or false, not "yes"' },
      ],
      warnings: [],
    });
  });
});
