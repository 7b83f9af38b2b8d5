import type { Rendering } from '../../../formats/event/rendering.ts';
import type { Colors } from '../colors.ts';
import type { Session } from '../means.ts';

/** What a screen is made with. */
export interface ScreenMeans {
  readonly rendering: Rendering;
  readonly profile: Session['profile'];
  readonly command: Session['command'];
  readonly colors: Colors;
}
