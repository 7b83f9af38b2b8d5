import type { Assessment } from '../assessment/assess.ts';
import { isConnectorFile } from '../connector/certificate-file.ts';
import type { Problem } from '../failure/problem.ts';
import { problemOfReason } from '../failure/problem-of-failure.ts';
import { definedStores } from '../observation/defined-stores.ts';

/** A problem, with the store in which it was found. */
export interface StoreProblem {
  readonly store: string;
  readonly problem: Problem;
}

/**
 * Returns the problems of the available stores. Leaves out files that a connector names and that
 * contain no certificate, because event 12014 (no usable certificate) reports them. Includes an
 * empty file that contained the internal transport certificate (for mail between Exchange servers).
 */
export function storeProblems(assessment: Assessment): readonly StoreProblem[] {
  const isLastInternalFile = lastInternalFilePredicate(assessment);
  return [...assessment.observation.stores].flatMap(([store, result]) => {
    if (result.kind === 'unavailable' || (isConnectorFile(store) && result.value.certificates.length === 0)) return [];
    const emptyFiles = (result.value.emptyFiles ?? []).filter((path) => isLastInternalFile(store, path));
    const lostProblems = emptyFiles.map((location) => problemOfReason('no_certificate', location));
    return [...result.problems, ...lostProblems].map((problem) => ({ store, problem }));
  });
}

/**
 * Returns a function that recognizes the file that last contained a missing internal transport
 * certificate. Other empty files may never have contained a certificate.
 */
function lastInternalFilePredicate({
  internalCertificate,
  observation,
}: Assessment): (store: string, path: string) => boolean {
  const { internalTransport, memory } = observation;
  if (internalCertificate !== undefined || !('thumbprint' in internalTransport)) return () => false;
  const { thumbprint } = internalTransport;
  const defaultPaths = definedStores(observation).map(
    ({ name, path }) => `${name}\n${path}/${thumbprint}/certificate.pem`,
  );
  const rememberedPaths = [...memory.fileHistories.values()].flatMap((history) =>
    history.thumbprint === thumbprint ? [`${history.store}\n${history.location.path}`] : [],
  );
  const paths = new Set([...defaultPaths, ...rememberedPaths]);
  return (store, path) => paths.has(`${store}\n${path}`);
}
