import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { newerSchema } from '../../../../src/adapters/sqlite/schema/newer-schema.ts';
import { SCHEMA_VERSION } from '../../../../src/adapters/sqlite/schema/schema.ts';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';

const NEWER = SCHEMA_VERSION + 1;
const BACKUP = `state-format-${SCHEMA_VERSION}.backup`;

describe('an event log of a newer version', () => {
  const made: TemporaryDirectory[] = [];
  let directory: TemporaryDirectory;
  beforeEach(() => {
    directory = temporaryDirectory();
    made.push(directory);
  });
  afterAll(() => {
    for (const each of made) each[Symbol.dispose]();
  });

  /** Returns the command in the failure, in both languages. */
  const commands = (): readonly string[] => {
    const failure = newerSchema(NEWER, directory.path);
    expect(failure).toMatchObject({
      code: 'event_log_newer',
      arguments: { version: NEWER, supported: SCHEMA_VERSION },
    });
    return (['en', 'ja'] as const).map(
      (locale) => failureText(failure, locale).split('mailcertd state restore ')[1] ?? '',
    );
  };

  it('is refused with the backup that the upgrade made in the format of this version', () => {
    const path = directory.write(BACKUP, '');
    expect(commands()).toEqual([path, path]);
  });

  it.each<readonly [string, () => void]>([
    ['does not exist', () => {}],
    ['is a directory', () => directory.write(`${BACKUP}/file`, '')],
    ['is a dangling link', () => directory.link(BACKUP, directory.at('none'))],
    ['has another format', () => directory.write(`state-format-${NEWER}.backup`, '')],
    ['is in a directory that is a file', () => (directory = { ...directory, path: directory.write('file', '') })],
  ])('is refused without the path of a backup if the backup %s', (_, prepare) => {
    prepare();
    expect(commands()).toEqual(['FILE', 'ファイル']);
  });
});
