// select[data-combo] → a searchable combobox. Matches the label, data-py (pinyin initials) and the optgroup label, beginnings of words first,
// then by how often it is used (data-used); the select stays and is what is sent.
(function () {
  let serial = 0;
  document.querySelectorAll('select[data-combo]').forEach(enhance);

  function enhance(select) {
    const list = document.createElement('ul');
    const input = document.createElement('input');
    const box = document.createElement('div');
    const options = Array.from(select.options).filter((option) => option.value).map(optionOf);
    let shown = [];
    let at = -1;

    box.className = 'combo';
    list.id = 'combo-' + (++serial);
    list.hidden = true;
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', '可选项');
    set({ type: 'text', id: select.id, autocomplete: 'off', placeholder: '输入汉字或拼音首字母', role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': list.id });
    ['aria-describedby', 'aria-invalid'].forEach((name) => select.hasAttribute(name) && input.setAttribute(name, select.getAttribute(name)));
    select.id += '-value';
    select.hidden = true;
    select.after(box);
    box.append(input, list);
    restore();

    input.addEventListener('input', () => open(input.value));
    input.addEventListener('focus', () => input.select());
    input.addEventListener('click', () => open(''));
    input.addEventListener('blur', () => { const same = options.find((o) => o.text === input.value.trim()); same ? choose(same) : restore(); close(); });
    input.addEventListener('keydown', onKey);
    list.addEventListener('mousedown', (event) => { event.preventDefault(); const li = event.target.closest('li[data-i]'); if (li) { choose(shown[li.dataset.i]); close(); } });

    function set(attrs) { Object.keys(attrs).forEach((name) => input.setAttribute(name, attrs[name])); }

    function onKey(event) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        if (list.hidden) return open('');
        mark((at + (event.key === 'ArrowDown' ? 1 : -1) + shown.length) % shown.length);
      } else if (event.key === 'Enter' && !event.ctrlKey && !list.hidden && shown[at]) {
        event.preventDefault();
        choose(shown[at]);
        close();
      } else if (event.key === 'Tab' && !list.hidden && input.value && shown[at]) {
        choose(shown[at]);
        close();
      } else if (event.key === 'Escape' && !list.hidden) {
        event.stopPropagation();
        restore();
        close();
      }
    }

    function open(words) {
      const wanted = words.trim().toLowerCase();
      const rank = (o) => (!wanted ? 1 : begins(o.py, wanted) || begins(o.text, wanted) ? 1 : o.py.includes(wanted) || o.text.toLowerCase().includes(wanted) ? 2 : o.path.toLowerCase().includes(wanted) ? 3 : 0);
      shown = options.filter(rank).sort((a, b) => rank(a) - rank(b) || (wanted ? b.used - a.used : 0)).slice(0, 60);
      list.textContent = '';
      shown.forEach((option, i) => list.append(lineOf(option, i)));
      if (!shown.length) list.append(Object.assign(document.createElement('li'), { textContent: '没有这一项，请换个词' }));
      list.hidden = false;
      input.setAttribute('aria-expanded', 'true');
      mark(shown.length ? 0 : -1);
      list.scrollIntoView({ block: 'nearest' });
    }

    function lineOf(option, i) {
      const li = document.createElement('li');
      const path = document.createElement('span');
      li.id = list.id + '-' + i;
      li.dataset.i = i;
      li.setAttribute('role', 'option');
      path.textContent = option.path;
      li.append(option.text, path);
      return li;
    }

    function mark(i) {
      at = i;
      Array.from(list.children).forEach((li, n) => li.setAttribute('aria-selected', String(n === i)));
      if (i < 0) return input.removeAttribute('aria-activedescendant');
      input.setAttribute('aria-activedescendant', list.id + '-' + i);
      list.children[i].scrollIntoView({ block: 'nearest' });
    }

    function choose(option) {
      const changed = select.value !== option.value;
      select.value = option.value;
      restore();
      if (changed) select.dispatchEvent(new Event('change', { bubbles: true }));
    }

    function restore() { input.value = select.value ? select.options[select.selectedIndex].text.trim() : ''; }
    function close() { list.hidden = true; input.setAttribute('aria-expanded', 'false'); input.removeAttribute('aria-activedescendant'); }
  }

  // Whether a word of the text begins so: the first, or one after a sign that parts words.
  function begins(text, wanted) { return text.toLowerCase().split(/[\s、，·/（）()]+/).some((word) => word.startsWith(wanted)); }

  function optionOf(option) {
    const group = option.parentElement.matches('optgroup') ? option.parentElement.label : '';
    return { value: option.value, text: option.text.trim(), py: (option.dataset.py || '').toLowerCase(), used: Number(option.dataset.used || 0), path: option.dataset.path || group };
  }
})();
