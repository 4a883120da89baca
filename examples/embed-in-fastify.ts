// The whole service inside your own Fastify app, under a prefix, with your own documents.
// Run it: node --import tsx examples/embed-in-fastify.ts, then: curl localhost:3000/assistant/ready
import Fastify from 'fastify'
import { buildApp, compose, mountApp, readConfig } from 'dunnock/server'

const own = Fastify({ logger: { level: 'info' } })
own.get('/', () => 'Ask with POST /assistant/reply.')

// The same settings as DUNNOCK_DOCUMENTS and so on; see docs/operations.md.
const config = readConfig(
  {},
  { data: 'assistant-data', documents: 'docs', wikipedia: 'off', candidates: 4 },
)
// Models load beside it: until then, what needs them is answered with 503 and NOT_READY.
const services = await compose(config, own.log)
const assistant = await buildApp(services, { webRoot: config.web })
await own.register(mountApp(assistant), { prefix: '/assistant' })
const closing = new AbortController()
own.addHook('onClose', () => {
  closing.abort()
  return services.close()
})
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void own.close())

await own.listen({ host: '127.0.0.1', port: Number(process.env['PORT'] ?? 3000) })
await services.whenReady()
own.log.info('The models are there.')

// Or leave HTTP out: the agent answers in the process.
const dialogue = [{ participant: 'user' as const, text: 'What does a citation promise?' }]
const { signal } = closing
const turn = {
  dialogueId: 'local',
  turnId: 'local-1',
  dialogue,
  rules: services.rules.all(),
  signal,
}
try {
  for await (const event of services.agent.respond({ ...turn, options: {} })) {
    if (event.type === 'turn-end') own.log.info(event.reply.text)
  }
} catch (error) {
  // A turn that runs when the app closes ends with an error: there is nothing left to answer with.
  if (!signal.aborted) throw error
}
