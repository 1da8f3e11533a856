// The screen of the hall: asks what has changed every three seconds, and says a new call aloud where the machine itself has a
// Chinese voice. A voice of somebody else's server is never used: it would be told every number.
(function () {
  const now = document.getElementById('now');
  const button = document.getElementById('voice');
  const state = document.getElementById('voice-state');
  let said = callOf(now);
  let on = false;

  setInterval(refresh, 3000);
  if (!('speechSynthesis' in window)) return tell('没有本机语音，只显示');
  speechSynthesis.addEventListener('voiceschanged', offer);
  offer();
  button.addEventListener('click', function () {
    on = !on;
    offer();
  });

  async function refresh() {
    try {
      const answer = await fetch(now.dataset.now);
      if (!answer.ok) throw new Error(answer.status);
      show(await answer.text());
      if (state.dataset.cut) offer();
    } catch (error) {
      state.dataset.cut = '1';
      tell('连不上，显示的可能不是最新的');
    }
  }

  // The parts stay and only their content changes: what is announced is the change, and once.
  function show(html) {
    const fresh = document.createElement('main');
    fresh.innerHTML = html;
    Array.from(fresh.children).forEach(function (part, at) {
      const shown = now.children[at];
      if (shown.innerHTML !== part.innerHTML) shown.innerHTML = part.innerHTML;
      Object.assign(shown.dataset, part.dataset);
    });
    const call = callOf(now);
    if (call && call !== said) say(now.querySelector('.call').dataset);
    said = call;
  }

  function callOf(main) {
    return main.querySelector('.call').dataset.call;
  }

  function local() {
    return speechSynthesis.getVoices().find((voice) => voice.localService && /^(zh|cmn)/i.test(voice.lang));
  }

  function offer() {
    delete state.dataset.cut;
    button.hidden = !local();
    button.textContent = on ? '关声音' : '开声音';
    tell(local() ? '' : '没有本机语音，只显示');
  }

  function say(call) {
    const voice = local();
    if (!on || !voice) return;
    const words = new SpeechSynthesisUtterance('请' + call.label.split('').join(' ') + '号，到' + call.window + '号窗口');
    words.voice = voice;
    words.lang = voice.lang;
    words.rate = 0.9;
    speechSynthesis.speak(words);
  }

  function tell(text) {
    if (state.textContent !== text) state.textContent = text;
  }
})();
