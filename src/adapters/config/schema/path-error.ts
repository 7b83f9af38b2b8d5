/** A configuration error, and the path of the key or value that it is about. */
export interface PathError {
  readonly path: readonly PropertyKey[];
  /** The part that the position of the error marks. */
  readonly pointsAt: 'key' | 'value';
  readonly message: string;
  /** The Japanese message; if undefined, the English one is shown. */
  readonly japanese?: string;
}
