import { describe, expect, it } from 'vitest';
import { storeFailureInJapanese } from '../../../src/adapters/cli/store-failure-in-japanese.ts';
import { storeFailure } from '../../../src/adapters/file-store/store-failure.ts';

const STORE = '/stores/My: the 1st';
const THUMBPRINT = '3F2A9C41'.padEnd(40, '0');
const failed = (doing: string, code: string, owner?: number): string =>
  storeFailureInJapanese(storeFailure(doing, Object.assign(new Error(code), { code }), owner).message);

describe('a change of the store that failed', () => {
  it.each([
    ['EACCES', undefined, 'このアカウントには書き込みの権限がありません (EACCES)'],
    ['EPERM', 54_321, 'ストアの所有者はユーザー ID 54321 です。そのアカウントか root で実行してください (EPERM)'],
    ['EROFS', undefined, '読み取り専用でマウントされています。書き込み可能な状態でマウントしてください (EROFS)'],
    ['ENOSPC', undefined, '空きがありません。空きを作ってから再実行してください (ENOSPC)'],
    ['EXDEV', undefined, '移動先がストアと別のファイル システムにあります (EXDEV)'],
    ['ENOENT', undefined, 'あるはずのものがなくなっています'],
    ['EEXIST', undefined, '同じ名前のものがすでにあります'],
    ['EIO', undefined, 'システムのエラー EIO'],
  ])('by %s is told in Japanese with what to do next', (code, owner, answer) => {
    const line = failed(`taking the store ${STORE} for a change`, code, owner);
    expect(line.startsWith(`ストア ${STORE} の変更の開始: `)).toBe(true);
    expect(line).toContain(answer);
    expect(line.endsWith('。変更はしていません')).toBe(true);
  });

  it.each([
    [`making the personal store ${STORE}`],
    [`writing certificate ${THUMBPRINT} into the store ${STORE}`],
    [`writing request-${THUMBPRINT} into the store ${STORE}`],
    [`enabling certificate ${THUMBPRINT} in the store ${STORE}`],
    [`removing certificate ${THUMBPRINT} from the store ${STORE}`],
    [`removing request-${THUMBPRINT} from the store ${STORE}`],
  ])('while %s is told in Japanese', (doing) => {
    expect(
      failed(doing, 'EROFS')
        .replace(STORE, '')
        .replace(/request-\w+|EROFS/g, ''),
    ).not.toMatch(/[a-z]{3}/);
  });

  it('in a way that is not known is told as it is', () => {
    for (const told of ['issuing: no dice', 'doing this: that; nothing was changed']) {
      expect(storeFailureInJapanese(told)).toBe(told);
    }
  });
});
