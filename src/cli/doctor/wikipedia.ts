import { createWikipedia } from '../../search/wikipedia.ts'
import { ok, type Check } from './check.ts'

// The test of the source embeds nothing.
const noEncoder = {
  id: 'none',
  dimensions: 0,
  embed: () =>
    Promise.reject(new Error('the self-test of a source needs no encoder: this is a bug')),
}

/** Asks the wiki what it is called; answers go on without it, so that its silence is a warning. */
export const checkWikipedia: Check['run'] = async ({ wikipedia, data }) => {
  if (wikipedia === 'off') return ok('off, as configured')
  const apiUrl = wikipedia === 'auto' ? {} : { apiUrl: wikipedia }
  const source = createWikipedia({ encoder: noEncoder, dataDir: data, ...apiUrl })
  try {
    const { status, detail } = await source.selfTest()
    if (status === 'ok') return ok(detail)
    const remedy = 'Allow the address in your firewall, or set DUNNOCK_WIKIPEDIA=off.'
    return { status: 'warning', detail, remedy }
  } finally {
    await source.close()
  }
}
