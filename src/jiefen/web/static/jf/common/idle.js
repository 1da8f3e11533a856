// body[data-idle]: a screen left alone for so many minutes goes to the lock; what was typed has been saved by then. The server locks by itself too.
(function () {
  const { idle, unlock } = document.body.dataset;
  if (!idle) return;
  let timer;
  const wait = () => { clearTimeout(timer); timer = setTimeout(lock, idle * 60000 + 2000); };
  const lock = () => location.assign(unlock + '?next=' + encodeURIComponent(location.pathname + location.search));
  ['pointerdown', 'keydown', 'input', 'scroll'].forEach((name) => addEventListener(name, wait, { passive: true, capture: true }));
  wait();
})();
