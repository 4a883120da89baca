import { readFile } from 'node:fs/promises'
import type { Exchange } from '../fixtures/served/record.ts'
import { startServer } from './local-server.ts'

type Asked = { readonly n?: number; readonly model?: string; readonly stream?: boolean }

export type Replayed = {
  readonly url: string
  readonly exchanges: readonly Exchange[]
  readonly asked: readonly Asked[]
  close(): Promise<void>
}

/** Answers with what a real server said to the call of the same kind: to the path, and the number of samples. */
export const replayServer = async (name: string): Promise<Replayed> => {
  const path = new URL(`../fixtures/served/${name}.json`, import.meta.url)
  const exchanges = JSON.parse(await readFile(path, 'utf8')) as readonly Exchange[]
  const asked: Asked[] = []
  const server = await startServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => (body += text))
    request.on('end', () => {
      const sent = (body === '' ? undefined : JSON.parse(body)) as Asked | undefined
      if (sent) asked.push(sent)
      const url = new URL(`http://x${request.url}`).pathname
      const said = exchanges.find((one) => urlOf(one) === url && isAlike(one.body, sent))
      response.writeHead(said?.status ?? 404, { 'content-type': said?.type ?? 'text/plain' })
      response.end(said?.text ?? `nothing was recorded for ${url} ${body}`)
    })
  })
  return { url: `${server.url}/v1`, exchanges, asked, close: () => server.close() }
}

const urlOf = ({ path }: Exchange): string => new URL(path, 'http://x/v1/').pathname

const isAlike = (recorded: Asked | undefined, sent: Asked | undefined): boolean =>
  (recorded?.n ?? 1) === (sent?.n ?? 1) &&
  recorded?.stream === sent?.stream &&
  (sent?.model === undefined || recorded?.model === sent.model)
