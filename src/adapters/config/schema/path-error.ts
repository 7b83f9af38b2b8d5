/** An error with the path of its value. */
export interface PathError {
  readonly path: readonly PropertyKey[];
  readonly what: 'key' | 'value';
  readonly message: string;
  /** The message in Japanese; undefined: it is shown in English. */
  readonly japanese?: string;
}
