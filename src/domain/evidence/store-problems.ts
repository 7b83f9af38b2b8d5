import type { Assessment } from '../assessment/assess.ts';
import { isFileStore } from '../connector/certificate-file.ts';
import { definedStores } from '../observation/coverage.ts';
import type { Problem } from '../problem.ts';

/** A problem, and the store in which it was found. */
export interface StoreProblem {
  readonly store: string;
  readonly problem: Problem;
}

/**
 * What stood in the stores that were seen and could not be read, store by store. Of a file that a connector names and that
 * holds no certificate at all its 12014 tells.
 */
export function storeProblems(assessment: Assessment): readonly StoreProblem[] {
  const isVacant = lostPlaces(assessment);
  return [...assessment.observation.stores].flatMap(([store, look]) => {
    if (look.kind === 'blind' || (isFileStore(store) && look.value.certificates.length === 0)) return [];
    const vacant = (look.value.vacant ?? []).filter((path) => isVacant(store, path));
    const lost = vacant.map((location): Problem => ({ reason: 'no_certificate', location, detail: '' }));
    return [...look.problems, ...lost].map((problem) => ({ store, problem }));
  });
}

/**
 * Where the internal transport certificate stood last, and the file that its thumbprint names: of other files with nothing in
 * them nobody knows that they ever held a certificate.
 */
function lostPlaces({ internal, observation }: Assessment): (store: string, path: string) => boolean {
  const { internalTransport, before } = observation;
  if (internal !== undefined || !('thumbprint' in internalTransport)) return () => false;
  const { thumbprint } = internalTransport;
  const named = definedStores(observation).map(({ name, path }) => `${name}\n${path}/${thumbprint}/certificate.pem`);
  const remembered = [...before.occupants].flatMap(([place, occupant]) =>
    occupant.thumbprint === thumbprint ? [`${occupant.store}\n${fileOf(place)}`] : [],
  );
  const places = new Set([...named, ...remembered]);
  return (store, path) => places.has(`${store}\n${path}`);
}

/** The file of a place or a problem in it: `path#block`, or the path alone. */
export function fileOf(location: string): string {
  return location.replace(/#\d+$/, '');
}
