'use strict';
// Without this script every notebook is listed, those that need a look first; with it the list can be searched and sorted.
const table = document.querySelector('.notebooks');
const body = table.tBodies[0];
const rows = [...body.rows];
const search = document.querySelector('.search');

if (search) {
  const said = document.querySelector('.choice [role="status"]');
  search.hidden = false;
  search.querySelector('input').addEventListener('input', event => {
    const wanted = event.target.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.cells[0].textContent.toLowerCase().includes(wanted);
    const found = rows.filter(row => !row.hidden).length;
    said.textContent = `${found} of ${rows.length} listed`;
  });
}

const value = (row, column) => row.cells[column].dataset.value ?? row.cells[column].textContent;
const words = new Intl.Collator('en', { numeric: true }).compare;
const compare = (a, b) => (a && b && !isNaN(a) && !isNaN(b) ? a - b : words(a, b));

if (rows.length > 1) {
  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const order = head.ariaSort === 'ascending' ? 'descending' : 'ascending';
      for (const other of head.parentElement.cells) other.removeAttribute('aria-sort');
      head.ariaSort = order;
      const turn = order === 'ascending' ? 1 : -1;
      const sorted = [...rows].sort((a, b) => turn * compare(value(a, head.cellIndex), value(b, head.cellIndex)));
      body.append(...sorted);
    });
  }
}
