import type { Rendering } from '../../../formats/event/rendering.ts';
import type { Session } from '../cli-dependencies.ts';
import type { Colors } from '../colors.ts';

/** What a screen is made with. */
export interface ScreenContext {
  readonly rendering: Rendering;
  readonly profile: Session['profile'];
  readonly command: Session['command'];
  readonly colors: Colors;
}
