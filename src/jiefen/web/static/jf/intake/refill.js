// [data-typed=path]: what was typed for the form that is sent to that path is put back into it.
(function () {
  const kept = document.querySelector('[data-typed]');
  const form = kept && Array.from(document.forms).find((one) => one.method === 'post' && !kept.contains(one) && new URL(one.action).pathname === kept.dataset.typed);
  if (!form) return;
  const texts = {};
  kept.querySelectorAll('[data-name]').forEach((source) => { (texts[source.dataset.name] = texts[source.dataset.name] || []).push(source.value); });
  Object.keys(texts).forEach((name) => put(name, texts[name]));
  for (let fold = form.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
  kept.querySelector('[data-refilled]').hidden = false;

  function put(name, values) {
    let fields = fieldsOf(name);
    const add = form.querySelector('[data-repeat] button[name^=add_]');
    while (!fields.length && /-\d+-/.test(name) && add && !add.hidden) { add.click(); fields = fieldsOf(name); }
    fields.forEach(function (field, at) {
      if (/^(radio|checkbox)$/.test(field.type)) field.checked = values.includes(field.value);
      else if (field.multiple && field.options) Array.from(field.options).forEach((option) => { option.selected = values.includes(option.value); });
      else if (!/^(hidden|file)$/.test(field.type) && at < values.length) field.value = values[at];
    });
  }

  function fieldsOf(name) { return Array.from(form.querySelectorAll('[name="' + CSS.escape(name) + '"]')); }
})();
