/** Finds a file by binary search in a list that is sorted by path. */
export function findByPath<T extends { readonly path: string }>(files: readonly T[], path: string): T | undefined {
  let [from, to] = [0, files.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((files[middle]?.path ?? '') < path) from = middle + 1;
    else to = middle;
  }
  const file = files[from];
  return file?.path === path ? file : undefined;
}
