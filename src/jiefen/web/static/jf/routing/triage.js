// table[data-rows]: J and K move through the rows, from page to page, and load the preview; the row stays focused, so that Enter means dispatch.
// On a narrow screen the preview opens as a screen of its own (#preview, see triage.css).
(function () {
  const table = document.querySelector('table[data-rows]');
  if (!table) return;
  const rows = () => Array.from(table.tBodies[0].rows);

  document.addEventListener('keydown', function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[jk]$/i.test(event.key) || localStorage.getItem('jf-keys') === 'off') return;
    if (event.target.matches('input:not([type=radio]):not([type=checkbox]), textarea, select') || document.querySelector('dialog[open]')) return;
    const all = rows();
    const now = all.findIndex((row) => row.hasAttribute('aria-current'));
    const next = all[Math.min(Math.max(now + (/j/i.test(event.key) ? 1 : -1), 0), all.length - 1)];
    event.preventDefault();
    if (!next || next === all[now]) return turn(/j/i.test(event.key) ? 'next' : 'prev');
    next.querySelector('a.t').click();
    next.focus();
  });

  function turn(way) {
    const link = document.querySelector('.pager a[rel=' + way + ']');
    if (link) link.click();
  }

  table.addEventListener('click', function (event) {
    const row = event.target.closest('tbody tr');
    if (!row) return;
    rows().forEach((other) => other.removeAttribute('aria-current'));
    row.setAttribute('aria-current', 'true');
    if (!event.target.closest('a')) row.querySelector('a.t').click();
  });

  // Another unit than the first proposal needs a reason.
  document.addEventListener('change', function (event) {
    if (!event.target.matches('.opts input[name=unit]')) return;
    const fold = event.target.form.querySelector('[data-why]');
    const why = fold.querySelector('[name=reason]');
    why.required = event.target.hasAttribute('data-explain');
    if (why.required) fold.open = true;
  });

  document.body.addEventListener('htmx:afterSwap', function (event) {
    if (event.detail.target.id !== 'preview') return;
    event.detail.target.scrollTop = 0;
    if (window.innerWidth <= 1000) location.hash = '#preview';
  });
})();
