// Keyboard. The one source is the attribute aria-keyshortcuts ("N", "/", "F2", "Alt+A", "Control+Enter"):
// a field is focused, everything else is clicked. Single keys are off while typing and can be switched off on the help page.
// Enter that ends a composition is no key of ours, in whichever order the browser tells of it.
(function () {
  window.addEventListener('keydown', function (event) {
    if (!event.isComposing && event.keyCode !== 229) return;
    event.stopImmediatePropagation();
    if (event.key === 'Enter' && !event.isComposing) event.preventDefault();
  }, true);

  const typing = (el) => el.matches('textarea, select, [contenteditable]') || (el.matches('input') && !/^(radio|checkbox|button|submit|file)$/.test(el.type));
  const busy = (el) => el.matches('a, button, summary, input, select, textarea');
  const singleKeys = () => localStorage.getItem('jf-keys') !== 'off';
  const visible = (el) => el.getClientRects().length > 0;

  function nameOf(event) {
    const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
    return (event.ctrlKey || event.metaKey ? 'Control+' : '') + (event.altKey ? 'Alt+' : '') + key;
  }

  function targetOf(name, from) {
    const all = Array.from(document.querySelectorAll('[aria-keyshortcuts="' + CSS.escape(name) + '"]')).filter(visible);
    const form = from.closest && from.closest('form');
    return all.find((el) => form && form.contains(el)) || all[0];
  }

  function activate(el) {
    if (el.matches('input:not([type=radio]):not([type=checkbox]), textarea')) return el.focus();
    if (el.matches('input')) el.focus();
    el.click();
    const fold = el.matches('summary') && el.parentElement;
    const first = fold && fold.open && fold.querySelector('textarea, input:not([type=hidden]), select');
    if (first) first.focus();
  }

  document.addEventListener('keydown', function (event) {
    if (event.defaultPrevented) return;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const single = plain && (event.key.length === 1 || event.key === 'Enter');
    if (single && (!singleKeys() || typing(event.target) || document.querySelector('dialog[open]'))) return;
    if (plain && event.key === 'Enter' && (busy(event.target) || event.target === document.body)) return;
    const target = targetOf(nameOf(event), event.target);
    if (!target) return;
    event.preventDefault();
    activate(target);
  });

  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Escape') return;
    document.querySelectorAll('details.menu[open]').forEach((menu) => { menu.open = false; menu.querySelector('summary').focus(); });
    if (location.hash === '#nav') location.hash = '#main';
  });

  document.addEventListener('click', function (event) {
    document.querySelectorAll('details.menu[open]').forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    const opener = event.target.closest('[data-dialog]');
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (!dialog || !dialog.showModal) return;
    event.preventDefault();
    dialog.showModal();
  });

  document.querySelectorAll('[data-keys-toggle]').forEach(function (box) {
    box.checked = singleKeys();
    box.addEventListener('change', () => localStorage.setItem('jf-keys', box.checked ? 'on' : 'off'));
  });
})();
