import t from 'tap'
import { buildApp } from '../../src/server/app.ts'
import { listenOnLoopback } from './chat-socket.ts'
import { citedAgent } from './cited-agent.ts'
import { fakeAgent, fakeServices } from './fake-services.ts'
import { openTestStore } from './test-database.ts'

/** A service over `citedAgent` for clients of other protocols, until the tests of the file have ended. */
export const openCitedService = async (options: Parameters<typeof buildApp>[1] = {}) => {
  const { respond, asked } = citedAgent()
  const store = await openTestStore()
  const app = await buildApp(fakeServices({ store, agent: fakeAgent(respond) }), options)
  t.teardown(() => app.close().then(() => store.close()))
  return { asked, store, baseURL: `${await listenOnLoopback(app)}/v1` }
}
