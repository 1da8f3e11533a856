// Leaving at once: the page of the case is replaced by the other one, so that going back does not lead to it.
(function () {
  document.addEventListener('submit', async (event) => {
    const form = event.target.closest('form.away');
    if (!form) return;
    event.preventDefault();
    document.body.hidden = true;
    const answer = await fetch(form.action, { method: 'POST', body: new FormData(form) }).catch(() => null);
    const place = answer && (answer.headers.get('Refresh') || '').split('url=')[1];
    if (place) location.replace(place);
    else form.submit();
  });
})();
