/** Text of an output as it can be shown: colours left out, control characters visible. */

const COLOUR = /\x1b\[[0-9;]*m/g;
// what would turn the direction of the text after it is shown by its number as well
const UNSEEN = /[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const PICTURES = 0x2400;
const DELETE = 0x7f;

/** Both without the escapes of colours, unless these are all that differs. */
export function withoutColours(recorded: string, found: string): [recorded: string, found: string] {
  const before = recorded.replace(COLOUR, '');
  const now = found.replace(COLOUR, '');
  return before === now && recorded !== found ? [recorded, found] : [before, now];
}

/** The text with the picture or the number of what has none of its own. */
export function visible(text: string): string {
  return text.replace(UNSEEN, character => {
    const code = character.charCodeAt(0);
    if (code === DELETE) {
      return '␡';
    }
    return code < 0x20
      ? String.fromCharCode(PICTURES + code)
      : `‹U+${code.toString(16).toUpperCase()}›`;
  });
}
