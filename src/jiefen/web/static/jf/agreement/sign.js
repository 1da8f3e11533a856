// A name drawn in the box, sent as lines of points on a field of 1000 by 300. Without script the name is typed instead.
addEventListener('DOMContentLoaded', () => {
  const box = document.querySelector('[data-sign]')
  if (!box || !window.SignaturePad) return
  const canvas = box.querySelector('canvas')
  const field = box.querySelector('input[name=strokes]')
  const pad = new SignaturePad(canvas, { penColor: '#14233b', minWidth: 1.2, maxWidth: 4 })
  const fit = () => {
    const drawn = pad.toData()
    const ratio = Math.max(devicePixelRatio || 1, 1)
    canvas.width = canvas.offsetWidth * ratio
    canvas.height = canvas.offsetHeight * ratio
    canvas.getContext('2d').scale(ratio, ratio)
    pad.fromData(drawn)
  }
  const keep = () => {
    const wide = 1000 / canvas.offsetWidth
    const high = 300 / canvas.offsetHeight
    const within = (value, most) => Math.max(0, Math.min(most, Math.round(value)))
    const lines = pad.toData().map((line) =>
      line.points.slice(0, 600).map((point) => [within(point.x * wide, 1000), within(point.y * high, 300)]))
    field.value = pad.isEmpty() ? '' : JSON.stringify(lines)
  }
  const drawnBefore = () => {
    const wide = canvas.offsetWidth / 1000
    const high = canvas.offsetHeight / 300
    const lines = field.value ? JSON.parse(field.value) : []
    pad.fromData(lines.map((line, at) => ({
      penColor: '#14233b', minWidth: 1.2, maxWidth: 4, dotSize: 0,
      points: line.map(([x, y], n) => ({ x: x * wide, y: y * high, pressure: 0.5, time: at * 1000 + n * 10 })) })))
  }
  box.hidden = false
  fit()
  drawnBefore()
  addEventListener('resize', fit)
  pad.addEventListener('endStroke', keep)
  box.querySelector('[data-clear]').addEventListener('click', () => {
    pad.clear()
    keep()
  })
})
