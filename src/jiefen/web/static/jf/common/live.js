// htmx notes the page's address for a history that is not used here. It would stay in the browser after signing out, with
// the name or number that was searched for.
sessionStorage.removeItem('htmx-current-path-for-history');

// htmx answers that failed say so, instead of nothing happening.
(function () {
  document.body.addEventListener('htmx:responseError', (event) => say('没有完成（' + event.detail.xhr.status + '）。请刷新页面再试。'));
  document.body.addEventListener('htmx:sendError', () => say('网络不通，请检查后再试。'));

  function say(text) {
    let box = document.getElementById('messages');
    if (!box) {
      box = Object.assign(document.createElement('div'), { id: 'messages' });
      box.setAttribute('role', 'alert');
      document.querySelector('main').prepend(box);
    }
    box.append(Object.assign(document.createElement('p'), { className: 'flash error', textContent: text }));
  }
})();
