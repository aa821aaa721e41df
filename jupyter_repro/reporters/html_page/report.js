'use strict';
// Without this script both pictures stand side by side; with it the found one is laid over the recorded one.
for (const pictures of document.querySelectorAll('.pictures')) {
  const recorded = pictures.querySelector('.recorded img');
  const found = pictures.querySelector('.found img');
  const slider = pictures.querySelector('.slider');
  const range = slider.querySelector('input');
  const widest = () => Math.max(recorded.naturalWidth, found.naturalWidth) || 1;
  const slide = () => {
    found.parentElement.style.clipPath = `inset(0 0 0 ${range.value}%)`;
    pictures.style.setProperty('--at', `${range.value}%`);
  };
  const place = () => {
    for (const picture of [recorded, found]) {
      picture.style.width = `${(100 * picture.naturalWidth) / widest()}%`;
    }
    pictures.style.setProperty('--widest', `${widest()}px`);
    pictures.classList.add('over');
    slider.hidden = false;
    slide();
  };
  range.addEventListener('input', slide);
  Promise.all([recorded.decode(), found.decode()]).then(place, () => undefined);
}

// A link to a cell that is folded opens it; on paper everything is open.
const open = () => {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target) {
    for (const details of [target, ...target.querySelectorAll(':scope > details')]) {
      if (details instanceof HTMLDetailsElement) details.open = true;
    }
  }
};
addEventListener('hashchange', open);
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details')) details.open = true;
});
open();
