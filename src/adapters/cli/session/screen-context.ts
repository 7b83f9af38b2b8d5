import type { Rendering } from '../../../formats/event/rendering.ts';
import type { Colors } from './colors.ts';
import type { Session } from './session.ts';

/** The settings of a session that every screen needs. */
export interface ScreenContext {
  readonly rendering: Rendering;
  readonly profile: Session['profile'];
  readonly command: Session['command'];
  readonly colors: Colors;
  /** The columns of the terminal; undefined: the output is not a terminal, and nothing is wrapped. */
  readonly width: number | undefined;
}
