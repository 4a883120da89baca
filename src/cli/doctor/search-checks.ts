import { openWeb } from '../../search/open-web.ts'
import { type Check, ok } from './check.ts'

// The tests of the services embed nothing.
const noEncoder = {
  id: 'none',
  dimensions: 0,
  embed: () => Promise.reject(new Error('a self-test needs no encoder: this is a bug')),
}

/** Asks each search service that is configured beside the wiki; answers go on without it. */
export const checkServices: Check['run'] = async (config) => {
  const settings = { ...config, wikipedia: 'off' }
  const web = openWeb(settings, { encoder: noEncoder, dataDir: config.data })
  try {
    const tests = await Promise.all(web.services.map((service) => service.selfTest()))
    if (tests.length === 0) return ok('no other search service is configured')
    const detail = tests.map((one) => `${one.id}: ${one.detail}`).join('; ')
    if (tests.every(({ status }) => status === 'ok')) return ok(detail)
    return { status: 'warning', detail, remedy: 'Correct what is named, or unset the service.' }
  } finally {
    await web.close()
  }
}

/** Asks the wiki what it is called; answers go on without it, so that its silence is a warning. */
export const checkWikipedia: Check['run'] = async ({ wikipedia, data }) => {
  const web = openWeb({ wikipedia }, { encoder: noEncoder, dataDir: data })
  try {
    const [source] = web.services
    if (source === undefined) return ok('off, as configured')
    const { status, detail } = await source.selfTest()
    if (status === 'ok') return ok(detail)
    const remedy = 'Allow the address in your firewall, or set DUNNOCK_WIKIPEDIA=off.'
    return { status: 'warning', detail, remedy }
  } finally {
    await web.close()
  }
}
