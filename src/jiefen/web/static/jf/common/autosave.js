// form[data-draft-url]: posts itself 1.5 s after a change. The answer may be JSON {"at": "09:12", "draft": "id"}; the id goes into input[name=draft].
(function () {
  const form = document.querySelector('form[data-draft-url]');
  if (!form || !form.dataset.draftUrl) return;
  const status = document.querySelector('[data-draft-status]');
  let timer = 0;
  const later = () => { clearTimeout(timer); timer = setTimeout(save, 1500); };
  form.addEventListener('input', later);
  form.addEventListener('change', later);
  form.addEventListener('submit', () => clearTimeout(timer));

  async function save() {
    try {
      const answer = await fetch(form.dataset.draftUrl, { method: 'POST', body: new FormData(form), credentials: 'same-origin', headers: { Accept: 'application/json' } });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const json = /json/.test(answer.headers.get('Content-Type') || '') ? await answer.json() : {};
      const field = form.querySelector('[name=draft]');
      if (json.draft && field) field.value = json.draft;
      status.textContent = '草稿已存 ' + (json.at || new Date().toTimeString().slice(0, 5));
    } catch (error) {
      status.textContent = '草稿没有存上，请检查网络；您填的内容还在本页。';
    }
  }
})();
