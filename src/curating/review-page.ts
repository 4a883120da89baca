import { createHash } from 'node:crypto'
import { keyOf } from './decide.ts'
import { replyOf, type CuratedRow } from './row.ts'

/** A page of its own on which a person keeps, mends or drops rows, and saves what was decided as a file. */
export const renderReviewPage = (rows: readonly CuratedRow[]): string => {
  const data = JSON.stringify(
    rows.map((row) => ({
      key: keyOf(row),
      before: row.turns
        .slice(0, -1)
        .map((turn) =>
          'text' in turn
            ? `${turn.participant}: ${turn.text}`
            : turn.evidence.map(({ text }) => `evidence: ${text}`).join('\n'),
        ),
      reply: replyOf(row),
    })),
  ).replaceAll('<', String.raw`\u003c`)
  const hash = createHash('sha256').update(SCRIPT).digest('base64')
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'`
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Rows to review</title>
<meta http-equiv="content-security-policy" content="${policy}">
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}pre{white-space:pre-wrap}
textarea{width:100%;min-height:6rem;font:inherit}fieldset{margin:1.5rem 0}:root{color-scheme:light dark}</style></head>
<body><h1>Rows to review</h1><p id="count"></p><form id="rows"></form>
<button id="save">Save decisions</button>
<script type="application/json" id="data">${data}</script>
<script>${SCRIPT}</script></body></html>
`
}

const SCRIPT = `
const rows = JSON.parse(document.getElementById('data').textContent)
const form = document.getElementById('rows')
const make = (name, text) => { const node = document.createElement(name); if (text) node.textContent = text; return node }
const decisions = new Map()
const tell = () => { document.getElementById('count').textContent = decisions.size + ' of ' + rows.length + ' decided' }
rows.forEach((row, at) => {
  const set = make('fieldset')
  set.append(make('legend', 'Row ' + (at + 1)), make('pre', row.before.join('\\n')))
  const area = make('textarea'); area.value = row.reply; area.setAttribute('aria-label', 'reply')
  set.append(area)
  for (const action of ['keep', 'drop']) {
    const label = make('label'); const radio = make('input')
    radio.type = 'radio'; radio.name = 'row' + at
    radio.addEventListener('change', () => { decisions.set(at, action); tell() })
    label.append(radio, ' ' + action + ' '); set.append(label)
  }
  area.addEventListener('input', () => { decisions.set(at, 'keep'); set.querySelector('input').checked = true; tell() })
  row.area = area; form.append(set)
})
tell()
document.getElementById('save').addEventListener('click', (event) => {
  event.preventDefault()
  const lines = [...decisions].map(([at, action]) => {
    const { key, reply, area } = rows[at]
    const mended = action === 'keep' && area.value !== reply
    return JSON.stringify(mended ? { key, action: 'mend', reply: area.value } : { key, action })
  })
  const link = make('a')
  link.href = URL.createObjectURL(new Blob([lines.join('\\n') + '\\n'], { type: 'application/jsonl' }))
  link.download = 'decisions.jsonl'
  link.click()
})
`
