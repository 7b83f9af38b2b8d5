/** A configuration error, and the path of the key or value that it is about. */
export interface PathError {
  readonly path: readonly PropertyKey[];
  /** The place of the error: the key or the value. */
  readonly pointsAt: 'key' | 'value';
  readonly message: string;
  /** The Japanese message; if undefined, the English one is shown. */
  readonly japanese?: string;
}
