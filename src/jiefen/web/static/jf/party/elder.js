// Large type without loading the page again, so that nothing typed is lost; the server keeps the choice.
(function () {
  document.addEventListener('click', (event) => {
    const link = event.target.closest('.elder a');
    if (!link) return;
    event.preventDefault();
    const size = { 1: 'on', more: 'more' }[new URL(link.href).searchParams.get('elder')];
    if (size) document.documentElement.dataset.elder = size;
    else delete document.documentElement.dataset.elder;
    dispatchEvent(new Event('resize'));
    fetch(link.href);
  });
})();
