/**
 * Returns the candidate that is most similar to a misspelled word; undefined: none is close.
 * Ignores case.
 */
export function findNearest(word: string, candidates: Iterable<string>): string | undefined {
  const lowerCaseWord = word.toLowerCase();
  // A very long word is not a typing error.
  if (lowerCaseWord.length > 64) return undefined;
  // A word with more errors than a third of its letters is another word.
  const maxDistance = Math.max(1, Math.floor(lowerCaseWord.length / 3));
  let best: string | undefined;
  let bestDistance = maxDistance + 1;
  for (const candidate of candidates) {
    const distance = editDistance(lowerCaseWord, candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * Returns the number of letters that were omitted, added, changed, or swapped with the next one
 * (optimal string alignment).
 */
function editDistance(a: string, b: string): number {
  let rowBeforePrevious: number[] = [];
  let previousRow = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const currentRow = [row];
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      let distance = Math.min(
        distanceAt(previousRow, column) + 1,
        distanceAt(currentRow, column - 1) + 1,
        distanceAt(previousRow, column - 1) + (isSame ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        distance = Math.min(distance, distanceAt(rowBeforePrevious, column - 2) + 1);
      }
      currentRow.push(distance);
    }
    rowBeforePrevious = previousRow;
    previousRow = currentRow;
  }
  return distanceAt(previousRow, b.length);
}

function distanceAt(numbers: readonly number[], index: number): number {
  return numbers[index] ?? Number.POSITIVE_INFINITY;
}
