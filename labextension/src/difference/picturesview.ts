/** How two pictures are looked at. */

export type Mode = 'beside' | 'overlaid' | 'blinking' | 'difference';

/** The mode in which pictures are shown, for all of a widget and as long as it lives. */
export class PicturesView {
  mode: Mode = 'beside';
  /** How much of the width shows the recorded picture when one lies over the other, in percent. */
  swipe = 50;
}
