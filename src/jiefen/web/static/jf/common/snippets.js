// form[data-snippets] button[data-text]: puts its phrase into the field of data-into, on a line of its own, without sending the form.
(function () {
  document.querySelectorAll('form[data-snippets] button[data-text]').forEach((button) => {
    button.type = 'button';
    button.addEventListener('click', () => {
      const field = button.form.elements[button.dataset.into];
      const before = field.value.replace(/\s+$/, '');
      field.value = (before ? before + '\n' : '') + button.dataset.text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.focus();
      field.setSelectionRange(field.value.length, field.value.length);
    });
  });
})();
