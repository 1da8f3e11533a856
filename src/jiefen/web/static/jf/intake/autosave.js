// form[data-draft-url]: posts itself 1.5 s after a change. The answer may be JSON {"at": "09:12", "draft": "id"}; the id goes into
// input[name=draft], and into the address where the form has data-draft-page, so that Back and reload open the draft.
(function () {
  document.querySelectorAll('form[data-draft-url]').forEach(watch);

  function watch(form) {
    if (!form.dataset.draftUrl) return;
    let timer = 0;
    const later = () => { clearTimeout(timer); timer = setTimeout(() => save(form), 1500); };
    form.addEventListener('input', later);
    form.addEventListener('change', later);
    form.addEventListener('submit', () => clearTimeout(timer));
  }

  async function save(form) {
    try {
      const answer = await fetch(form.dataset.draftUrl, { method: 'POST', body: typedIn(form), credentials: 'same-origin', headers: { Accept: 'application/json' } });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const json = /json/.test(answer.headers.get('Content-Type') || '') ? await answer.json() : {};
      const field = form.querySelector('[name=draft]');
      if (json.draft && field) field.value = json.draft;
      if (json.draft && form.dataset.draftPage) history.replaceState(null, '', form.dataset.draftPage + '?draft=' + json.draft);
      if (json.at) say('草稿已存 ' + json.at);
    } catch (error) {
      say('草稿没有存上，请检查网络；您填的内容还在本页。');
    }
  }

  function typedIn(form) {
    const typed = new FormData(form);
    form.querySelectorAll('input[type=file]').forEach((input) => typed.delete(input.name));
    return typed;
  }

  function say(text) {
    const status = document.querySelector('[data-draft-status]');
    if (status) status.textContent = text;
  }
})();
