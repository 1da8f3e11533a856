// Files of an application: photos made small on the device, then sent in parts; a bad line only makes it slower.
addEventListener('DOMContentLoaded', () => {
  const form = document.querySelector('[data-evidence]')
  if (!form || !window.FormData || !window.AbortController) return
  const LONGEST = 2000
  const MOST = 400 * 1024
  const SLOWEST = 20000
  const field = form.querySelector('input[type=file]')
  const list = form.querySelector('.evidence')
  form.querySelector('[data-add]').hidden = true
  let busy = 0

  field.addEventListener('change', async () => {
    const chosen = [...field.files]
    field.value = ''
    busy += chosen.length
    for (const file of chosen) await add(file)
  })
  form.addEventListener('submit', (event) => {
    if (busy && event.submitter && event.submitter.name === 'next' && !confirm('还有没传完的，不等了吗？')) event.preventDefault()
  })

  async function add(file) {
    const line = lineOf(file.name)
    try {
      const content = await small(file)
      line.size(content.size)
      const key = await keyOf(content)
      const problem = await send(content, file.name.replace(/\.\w+$/, '') + suffixOf(content, file), key, line)
      if (problem) line.refuse(problem)
    } finally {
      busy -= 1
      if (!busy && !list.querySelector('.refused')) location.reload()
    }
  }

  // A photo is drawn at most 2,000 points long, which leaves out where it was taken; the rest is sent as it is.
  async function small(file) {
    if (!/^image\/(jpeg|png|webp|bmp)$/.test(file.type) || !window.createImageBitmap) return file
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null)
    if (!picture) return file
    let scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height))
    for (let quality = 0.85; scale * Math.max(picture.width, picture.height) >= 500; quality = Math.max(0.55, quality - 0.15)) {
      const drawn = await draw(picture, scale, quality)
      if (drawn && drawn.size <= MOST) return drawn
      if (quality === 0.55) scale *= 0.8
    }
    return file
  }

  function draw(picture, scale, quality) {
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(picture.width * scale)
    canvas.height = Math.round(picture.height * scale)
    const brush = canvas.getContext('2d')
    brush.fillStyle = '#fff'
    brush.fillRect(0, 0, canvas.width, canvas.height)
    brush.drawImage(picture, 0, 0, canvas.width, canvas.height)
    return new Promise((done) => canvas.toBlob(done, 'image/jpeg', quality))
  }

  const suffixOf = (content, file) => content === file ? (file.name.match(/\.\w+$/) || [''])[0] : '.jpg'

  // The same content has the same key, so that the same file is kept once; no secure context is needed for it.
  async function keyOf(content) {
    const bytes = new Uint8Array(await content.arrayBuffer())
    const sums = [0xdeadbeef, 0x41c6ce57, 0x9e3779b9, 0x85ebca6b]
    for (let n = 0; n < bytes.length; n += 1) {
      const at = n & 3
      sums[at] = Math.imul(sums[at] ^ bytes[n], 2654435761 + at * 2) ^ (sums[at] >>> 13)
    }
    return sums.map((sum) => (sum >>> 0).toString(16).padStart(8, '0')).join('') + bytes.length.toString(16)
  }

  // Answers why it was refused, or nothing. Every failure of the line is tried again, from where the other side stands.
  async function send(content, name, key, line) {
    const part = Number(form.dataset.part)
    for (let at = 0, failed = 0; ;) {
      const told = await post(content.slice(at, at + part), { key, name, size: content.size, offset: at })
      if (told && told.problem) return told.problem
      if (told) {
        failed = 0
        at = told.received
        line.come(at)
        if (told.done) return ''
        continue
      }
      failed += 1
      line.wait()
      await new Promise((done) => setTimeout(done, Math.min(30000, 400 * 2 ** failed) * (0.7 + Math.random() * 0.6)))
    }
  }

  async function post(part, fields) {
    const body = new FormData()
    body.append('csrfmiddlewaretoken', form.querySelector('[name=csrfmiddlewaretoken]').value)
    Object.entries(fields).forEach(([name, value]) => body.append(name, value))
    body.append('part', part, 'part')
    const stop = new AbortController()
    const timer = setTimeout(() => stop.abort(), SLOWEST)
    try {
      const answer = await fetch(form.dataset.evidence, { method: 'POST', body, signal: stop.signal })
      if (answer.status >= 500 || answer.status === 429) return null
      if (!answer.ok && !/json/.test(answer.headers.get('Content-Type') || '')) return { problem: '没有传上去，请刷新页面再选一次。' }
      return await answer.json()
    } catch {
      return null
    } finally {
      clearTimeout(timer)
    }
  }

  function lineOf(name) {
    const item = document.createElement('li')
    const text = document.createElement('span')
    const bar = document.createElement('progress')
    const state = document.createElement('small')
    text.className = 'grow'
    text.append(name, ' ', state)
    state.textContent = '正在变小'
    bar.setAttribute('aria-label', name)
    item.append(text, bar)
    list.append(item)
    return {
      size: (bytes) => { bar.max = bytes; bar.value = 0; state.textContent = '正在传' },
      come: (bytes) => { bar.value = bytes; state.textContent = '正在传' },
      wait: () => { state.textContent = '网断了，连上就接着传' },
      refuse: (sentence) => { item.className = 'refused'; bar.remove(); state.textContent = sentence },
    }
  }
})
