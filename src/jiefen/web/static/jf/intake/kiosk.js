// The machine of the hall. [data-slip]: printed as it is shown. [data-idle-back]: where to go once nobody has touched the
// page for so many seconds, so that the next person finds the buttons, in the usual size of type.
(function () {
  const page = document.querySelector('[data-idle-back]');
  if (!page) return;
  let timer = 0;
  const again = function () {
    clearTimeout(timer);
    timer = setTimeout(() => location.replace(page.dataset.idleBack), page.dataset.idleSeconds * 1000);
  };
  ['pointerdown', 'keydown', 'scroll'].forEach((name) => addEventListener(name, again, { passive: true }));
  again();
  if (page.matches('[data-slip]')) addEventListener('load', () => print(), { once: true });
})();
