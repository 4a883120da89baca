import type { FastifyInstance } from 'fastify'
import { describeApi } from './openapi.ts'
import { z } from 'zod'
import { ERRORS } from '../../spec/errors.ts'
import { escapeHtml } from '../../spec/text/escape-html.ts'
import { COMPONENTS } from './components.ts'
import { OPERATIONS } from './operations.ts'

export type DocsRoutesOptions = { readonly version: string }

/** `GET /openapi.json` and `GET /docs` */
export const docsRoutes = async (
  app: FastifyInstance,
  { version }: DocsRoutesOptions,
): Promise<void> => {
  const description = describeApi(version)
  const page = renderDocs(version)
  app.get('/openapi.json', () => description)
  app.get('/docs', (_request, reply) => reply.type('text/html; charset=utf-8').send(page))
}

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { max-width: 56rem; margin: 2rem auto; padding: 0 1rem }
  table { border-collapse: collapse; width: 100% }
  td, th { text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0; border-top: 1px solid #8884 }
  code, pre { font: .9em/1.45 ui-monospace, monospace }
  pre { overflow: auto; padding: .8rem; border: 1px solid #8884; border-radius: .4rem }`

/** Every call, shape and error on one page that needs no script. */
const renderDocs = (version: string): string => {
  const calls = OPERATIONS.map(
    ({ method, path, summary }) =>
      `<tr><td><code>${method} ${escapeHtml(path)}</code></td><td>${escapeHtml(summary)}</td></tr>`,
  )
  const shapes = Object.entries(COMPONENTS).map(
    ([name, schema]) =>
      `<details id="${name}"><summary><code>${name}</code></summary><pre>${escapeHtml(
        JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2),
      )}</pre></details>`,
  )
  const errors = Object.entries(ERRORS).map(
    ([code, { status, remedy }]) =>
      `<tr><td><code>${code}</code></td><td>${status}</td><td>${escapeHtml(remedy)}</td></tr>`,
  )
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Dunnock ${escapeHtml(version)}: the calls</title><style>${STYLE}</style></head><body>
<h1>Dunnock ${escapeHtml(version)}</h1>
<p>For programs: <a href="/openapi.json">openapi.json</a>. To talk to it: <a href="/">the chat page</a>.</p>
<h2>Calls</h2><table>${calls.join('\n')}</table>
<h2>Try it</h2><pre>curl -s localhost:8080/reply -H 'content-type: application/json' -d '{ "text": "What is Fastify?" }'</pre>
<h2>Shapes</h2>${shapes.join('\n')}
<h2>Errors</h2><p>Every error is <code>{ "error": { "code", "message", "requestId", "details"? } }</code>.</p>
<table><tr><th>code</th><th>status</th><th>what to do</th></tr>${errors.join('\n')}</table>
</body></html>`
}
