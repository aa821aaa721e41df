import { pictureOf } from './png';

/** A picture of 3×2 pixels. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGP4//8/AwgDAQAv5AX7uhmgSgAAAABJRU5ErkJggg==';

test('a picture has an address and its size', () => {
  expect(pictureOf(PNG)).toEqual({
    url: `data:image/png;base64,${PNG}`,
    width: 3,
    height: 2
  });
});

test.each([
  '',
  'AAAA',
  'not base64!',
  `${PNG}" onerror="x`,
  `${PNG.slice(0, 40)}\n${PNG.slice(40)}`,
  btoa('<svg onload="x"></svg>'),
  PNG.slice(0, 28)
])('%j is no picture', text => {
  expect(pictureOf(text)).toBeNull();
});
