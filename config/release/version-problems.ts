/** The places that name the version of a release. */
export interface VersionPlaces {
  /** In package.json. */
  readonly manifest: string;
  /** In package-lock.json. */
  readonly lock: string;
  /** Output of `mailcertd --version`, without its line break. */
  readonly program: string;
  /** Version of the Debian package; undefined: there is none. */
  readonly debian: string | undefined;
  /** Heading of the newest section in CHANGELOG.md, for example `0.1.0 – 2026-11-30`. */
  readonly heading: string | undefined;
}

/** A release has this heading in CHANGELOG.md. */
export const RELEASE_HEADING = /^(\d+\.\d+\.\d+) – (\d{4}-\d\d-\d\d)$/;

/**
 * Returns the places that do not name the version in package.json.
 * @param isDraft true: the version is not released yet. Its changes have no section of their own
 * yet, and its packages have the time and the commit after the version.
 */
export function versionProblems(
  { manifest, lock, program, debian, heading = '' }: VersionPlaces,
  isDraft: boolean,
): readonly string[] {
  const problems: string[] = [];
  const compare = (place: string, found: string): void => {
    if (found !== manifest) problems.push(`${place} has ${found || 'no version'}, package.json has ${manifest}`);
  };
  compare('package-lock.json', lock);
  compare('mailcertd --version', program);
  if (isDraft) {
    if (debian !== undefined && debian !== manifest && !debian.startsWith(`${manifest}+git`)) {
      problems.push(`the Debian package has ${debian}, which does not begin with ${manifest}`);
    }
    return problems;
  }
  if (debian !== undefined) compare('the Debian package', debian);
  const [, released] = RELEASE_HEADING.exec(heading) ?? [];
  if (released !== manifest) {
    problems.push(`the newest section of CHANGELOG.md is "${heading}", and not "${manifest} – DATE"`);
  }
  return problems;
}
