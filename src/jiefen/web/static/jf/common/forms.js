// Forms: focus the error summary, send once, send again by itself what a crowd kept out, submit filters on change, Enter from a card reader moves on, repeatable rows.
(function () {
  const summary = document.querySelector('[data-focus]');
  if (summary) summary.focus();

  document.addEventListener('submit', function (event) {
    const form = event.target;
    if (form.method !== 'post' || event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = '1';
    form.querySelectorAll('button:not([type=button])').forEach((button) => button.setAttribute('aria-disabled', 'true'));
    setTimeout(() => release(form), 8000);
  });
  window.addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach(release));

  function release(form) {
    delete form.dataset.sent;
    form.querySelectorAll('[aria-disabled]').forEach((button) => button.removeAttribute('aria-disabled'));
  }

  document.querySelectorAll('form[data-again]').forEach((form) => setTimeout(() => form.requestSubmit(), form.dataset.again * 1000));

  document.querySelectorAll('input[type=file]').forEach(function (input) {
    const box = document.createElement('span');
    const button = document.createElement('span');
    const names = document.createElement('output');
    const tell = () => { names.textContent = Array.from(input.files, (file) => file.name).join('、') || (input.multiple ? '还没有选文件，可以一次选几个' : '还没有选文件'); };
    box.className = 'file';
    button.className = 'btn';
    button.textContent = '选择文件';
    button.setAttribute('aria-hidden', 'true');
    names.htmlFor = input.id;
    input.replaceWith(box);
    box.append(input, button, names);
    input.addEventListener('change', tell);
    tell();
  });

  document.addEventListener('change', function (event) {
    if (!event.target.matches('[data-all]')) return;
    event.target.closest('[data-group]').querySelectorAll('tbody input[type=checkbox]').forEach((box) => { box.checked = event.target.checked; });
  });

  document.addEventListener('change', function (event) {
    const form = event.target.matches('select') && event.target.closest('form[data-auto]');
    if (form) form.submit();
  });

  document.addEventListener('keydown', function (event) {
    const form = event.target.closest('form[data-enter-next]');
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.defaultPrevented || !form) return;
    if (!event.target.matches('input, select')) return;
    event.preventDefault();
    const fields = Array.from(form.querySelectorAll('input:not([type=hidden]), select, textarea')).filter((el) => el.getClientRects().length);
    const next = fields[fields.indexOf(event.target) + 1];
    if (next) next.focus();
  });

  document.addEventListener('click', function (event) {
    const button = event.target.closest('[data-repeat] button[name^=add_]');
    if (!button) return;
    event.preventDefault();
    const group = button.closest('[data-repeat]');
    const total = group.querySelector('[name="' + group.dataset.repeat + '-TOTAL_FORMS"]');
    const template = group.querySelector('template');
    const copy = document.createElement('div');
    copy.innerHTML = template.innerHTML.replace(/__prefix__/g, total.value);
    const row = copy.querySelector('[data-row]');
    group.insertBefore(row, template);
    total.value = Number(total.value) + 1;
    button.hidden = Number(total.value) >= Number(group.dataset.max);
    row.querySelector('input:not([type=hidden]), select').focus();
  });
})();
