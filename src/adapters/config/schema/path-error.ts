/** A configuration error, and the path of the key or value that it is about. */
export interface PathError {
  readonly path: readonly PropertyKey[];
  /** Whether the position of the error is the place of the key or of the value. */
  readonly pointsAt: 'key' | 'value';
  readonly message: string;
  /** The Japanese message; if undefined, the English one is shown. */
  readonly japanese?: string;
}
