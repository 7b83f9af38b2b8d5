import { describe, expect, it } from 'vitest';
import {
  readProblem,
  readVerdict,
  type WrittenProblem,
  type WrittenVerdict,
  writeProblem,
  writeVerdict,
} from '../../../../src/adapters/sqlite/schema/written-failures.ts';
import type { ChainVerdict } from '../../../../src/domain/certificate/chain-verdict.ts';
import { CHAIN_FAILURES } from '../../../../src/domain/failure/chain-failures.ts';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import type { Problem } from '../../../../src/domain/failure/problem.ts';
import { said } from '../../../domain/failure/said.ts';

const FAILURE = CHAIN_FAILURES.chain_issuer_not_sent({ issuer: 'CN=CA' });
const TEXT = failureText(FAILURE, 'en');

/** The failure as this version and earlier ones stored it, and as it is read. */
const FORMS = [
  ['with its English text', { detail: TEXT, failure: FAILURE }, FAILURE],
  ['as a text only', { detail: TEXT }, said(TEXT)],
  ['in place of the text', { detail: FAILURE }, FAILURE],
  ['as nothing', {}, said('')],
] as const;

describe('a stored problem', () => {
  const rest = { reason: 'der_truncated', location: '/store/a.pem' } as const;

  it.each(FORMS)('has the failure that was stored %s', (_form, stored, failure) => {
    const written: WrittenProblem = { ...rest, ...stored };
    expect(readProblem(written)).toEqual({ ...rest, failure });
  });

  it('is written with the English text, and read without it', () => {
    const problem: Problem = { ...rest, block: 3, failure: FAILURE, blocks: { first: [3, 4], count: 2 } };
    expect(writeProblem(problem)).toEqual({ ...problem, detail: TEXT });
    expect(readProblem(writeProblem(problem))).toEqual(problem);
  });

  it('of an earlier version keeps its block in its location', () => {
    const written: WrittenProblem = { ...rest, location: '/store/a.pem#3', detail: TEXT };
    expect(readProblem(written)).toEqual({ ...rest, location: '/store/a.pem#3', failure: said(TEXT) });
  });
});

describe('a stored verdict', () => {
  it.each(FORMS)('has the failure that was stored %s', (_form, stored, failure) => {
    const written: WrittenVerdict = { status: 'untrusted', missingIssuer: 'CN=CA', ...stored };
    expect(readVerdict(written)).toEqual({ status: 'untrusted', missingIssuer: 'CN=CA', failure });
  });

  it.each<ChainVerdict>([
    { status: 'trusted', anchor: 'system' },
    { status: 'self-signed' },
    { status: 'refused', detail: 'error:0688010A' },
    { status: 'unknown', failure: FAILURE },
    { status: 'untrusted', failure: FAILURE },
  ])('is read as it was: $status', (verdict) => {
    expect(readVerdict(writeVerdict(verdict))).toEqual(verdict);
  });
});
