import { z } from 'zod';
import type { CheckResult } from './check-result.ts';

const report = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({ severity: z.string(), range: z.string(), via: z.array(z.unknown()).optional() }),
  ),
  metadata: z.object({ dependencies: z.object({ prod: z.number() }) }),
});

/** The forms in which npm reports its own failure. */
const failure = z.object({ message: z.string().optional(), error: z.object({ summary: z.string() }).optional() });

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Returns the result for the output of `npm audit --omit=dev --json`. No answer is not a passed check. */
export function auditResult(output: string): CheckResult {
  const json = parsed(output);
  const { data } = report.safeParse(json);
  if (data === undefined) {
    const { message, error } = failure.safeParse(json).data ?? {};
    const reason = message || error?.summary || 'no output';
    return {
      status: 'unknown',
      problems: [`npm audit has no answer from the registry: ${reason}`],
      next: 'run `npm audit --omit=dev` on a machine that reaches the registry of npm, before you publish',
    };
  }
  const found = Object.entries(data.vulnerabilities);
  if (found.length === 0) {
    return { status: 'ok', checked: `no advisory for ${data.metadata.dependencies.prod} packages` };
  }
  return {
    status: 'failed',
    problems: found.map(([name, { severity, range }]) => `${name} ${range}: ${severity}`),
    next: 'read `npm audit --omit=dev`, update the package in package.json, and describe the fix under Security',
  };
}
